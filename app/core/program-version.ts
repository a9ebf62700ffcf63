declare const __HIVEBAR_VERSION__: string | undefined;

/** The version of this program, as the build wrote it in. */
export const programVersion = typeof __HIVEBAR_VERSION__ === 'string' ? __HIVEBAR_VERSION__ : 'unbuilt';
