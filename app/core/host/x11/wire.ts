/**
 * The part of the X11 wire protocol that Hivebar uses, as pure functions over bytes.
 * Requests are sent little endian (`l` in the set-up), so every answer comes little endian.
 * Layouts: X Window System Protocol, appendix B; X Screen Saver Extension, "Protocol Encoding".
 */

/** A message of the server: an error, the reply to a request, or an event. `size` is its length in bytes. */
export type ServerMessage =
  | { readonly kind: 'error'; readonly sequence: number; readonly code: number; readonly size: number }
  | { readonly kind: 'reply'; readonly sequence: number; readonly body: Buffer; readonly size: number }
  | { readonly kind: 'property'; readonly window: number; readonly atom: number; readonly size: number }
  | { readonly kind: 'destroyed'; readonly window: number; readonly size: number }
  | { readonly kind: 'other'; readonly size: number };

export interface PropertyValue {
  /** Atom that names the type, such as the one of UTF8_STRING. */
  readonly type: number;
  /** Bits per element: 8, 16 or 32. */
  readonly format: number;
  readonly bytes: Buffer;
}

export const atomString = 31;
const messageBytes = 32;
const padded = (length: number): number => (length + 3) & ~3;

export function setupRequest(authName: string, authData: Buffer): Buffer {
  const request = Buffer.alloc(12 + padded(authName.length) + padded(authData.length));
  request.write('l', 0, 'latin1');
  request.writeUInt16LE(11, 2);
  request.writeUInt16LE(authName.length, 6);
  request.writeUInt16LE(authData.length, 8);
  request.write(authName, 12, 'latin1');
  authData.copy(request, 12 + padded(authName.length));
  return request;
}

/** Bytes of the whole set-up answer, or undefined while its head is incomplete. */
export function setupAnswerSize(bytes: Buffer): number | undefined {
  return bytes.length < 8 ? undefined : 8 + 4 * bytes.readUInt16LE(6);
}

/** The root window of screen number `screen`, or the server's reason for its refusal. */
export function parseSetupAnswer(bytes: Buffer, screen: number): { root: number } | { refused: string } {
  if (bytes[0] !== 1) {
    const reasonLength = bytes[0] === 0 ? bytes.readUInt8(1) : bytes.length - 8;
    return {
      refused: bytes
        .toString('latin1', 8, 8 + reasonLength)
        .replaceAll('\0', '')
        .trim(),
    };
  }
  const vendorLength = bytes.readUInt16LE(24);
  let at = 40 + padded(vendorLength) + 8 * bytes.readUInt8(29);
  const screens = bytes.readUInt8(28);
  for (let index = 0; index < screens; index += 1) {
    if (index === screen) return { root: bytes.readUInt32LE(at) };
    let depths = bytes.readUInt8(at + 39);
    at += 40;
    for (; depths > 0; depths -= 1) at += 8 + 24 * bytes.readUInt16LE(at + 2);
  }
  return { refused: `the display has ${screens} screens, none with number ${screen}` };
}

function request(opcode: number, data: number, words: number): Buffer {
  const bytes = Buffer.alloc(4 * words);
  bytes.writeUInt8(opcode, 0);
  bytes.writeUInt8(data, 1);
  bytes.writeUInt16LE(words, 2);
  return bytes;
}

function namedRequest(opcode: number, name: string): Buffer {
  const bytes = request(opcode, 0, 2 + padded(name.length) / 4);
  bytes.writeUInt16LE(name.length, 4);
  bytes.write(name, 8, 'latin1');
  return bytes;
}

function windowRequest(opcode: number, data: number, window: number): Buffer {
  const bytes = request(opcode, data, 2);
  bytes.writeUInt32LE(window, 4);
  return bytes;
}

export const internAtomRequest = (name: string): Buffer => namedRequest(16, name);
export const queryExtensionRequest = (name: string): Buffer => namedRequest(98, name);
export const inputFocusRequest = (): Buffer => request(43, 0, 1);
export const queryTreeRequest = (window: number): Buffer => windowRequest(15, 0, window);
export const screenSaverInfoRequest = (opcode: number, root: number): Buffer => windowRequest(opcode, 1, root);

/** Asks for PropertyNotify and DestroyNotify of a window, or, with `on` false, for no events of it any more. */
export function watchRequest(window: number, on: boolean): Buffer {
  const propertyChange = 1 << 22;
  const structureNotify = 1 << 17;
  const eventMaskAttribute = 1 << 11;
  const bytes = request(2, 0, 4);
  bytes.writeUInt32LE(window, 4);
  bytes.writeUInt32LE(eventMaskAttribute, 8);
  bytes.writeUInt32LE(on ? propertyChange | structureNotify : 0, 12);
  return bytes;
}

/** Asks for a property of any type, at most `maxBytes` of it. */
export function getPropertyRequest(window: number, property: number, maxBytes: number): Buffer {
  const bytes = request(20, 0, 6);
  bytes.writeUInt32LE(window, 4);
  bytes.writeUInt32LE(property, 8);
  bytes.writeUInt32LE(Math.ceil(maxBytes / 4), 20);
  return bytes;
}

/** The property in a GetProperty reply; undefined when the window has no such property. */
export function parseProperty(reply: Buffer): PropertyValue | undefined {
  const format = reply.readUInt8(1);
  if (format === 0) return undefined;
  const length = (reply.readUInt32LE(16) * format) / 8;
  return { type: reply.readUInt32LE(8), format, bytes: reply.subarray(messageBytes, messageBytes + length) };
}

/** The first message in `bytes`, or undefined while it is incomplete. */
export function parseMessage(bytes: Buffer): ServerMessage | undefined {
  if (bytes.length < messageBytes) return undefined;
  const code = bytes.readUInt8(0) & 0x7f;
  const sequence = bytes.readUInt16LE(2);
  if (code === 0) return { kind: 'error', sequence, code: bytes.readUInt8(1), size: messageBytes };
  const hasTail = code === 1 || code === 35;
  const size = hasTail ? messageBytes + 4 * bytes.readUInt32LE(4) : messageBytes;
  if (bytes.length < size) return undefined;
  if (code === 1) return { kind: 'reply', sequence, body: bytes.subarray(0, size), size };
  if (code === 28) return { kind: 'property', window: bytes.readUInt32LE(4), atom: bytes.readUInt32LE(8), size };
  if (code === 17) return { kind: 'destroyed', window: bytes.readUInt32LE(8), size };
  return { kind: 'other', size };
}
