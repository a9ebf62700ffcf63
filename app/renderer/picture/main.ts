import { greyOf } from './grey-of.ts';

/** Not among the types of the DOM yet: the frames of a track as they come. */
declare class MediaStreamTrackProcessor {
  readonly readable: ReadableStream<VideoFrame>;
  constructor(init: { readonly track: MediaStreamTrack });
}

/** Chromium's way to name what is captured; the types know only cameras. */
interface WindowConstraints extends MediaTrackConstraints {
  readonly mandatory: Readonly<Record<string, string | number>>;
}

/** Larger windows are scaled down to this. */
const longestSide = 4_096;

/**
 * A picture of one window. The page is never shown and has no way to call the recorder: it is asked, answers, and keeps
 * nothing. Naming the window's own source means that no other window and nothing else of the screen is captured.
 */
async function takePicture(sourceId: string): Promise<{ width: number; height: number; pixels: Uint8Array }> {
  const video: WindowConstraints = {
    mandatory: {
      chromeMediaSource: 'desktop',
      chromeMediaSourceId: sourceId,
      maxWidth: longestSide,
      maxHeight: longestSide,
      maxFrameRate: 5,
    },
  };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video });
  try {
    const [track] = stream.getVideoTracks();
    if (track === undefined) throw new Error('the system gave no picture');
    const { value: frame } = await new MediaStreamTrackProcessor({ track }).readable.getReader().read();
    if (frame === undefined) throw new Error('the window went away');
    return greyOf(frame);
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

Object.assign(window, { takePicture });
