/** The limits of the Unix socket, one place for server, clients and tests. docs/formats/socket.md tells them. */

/** A longer line ends the connection: a push is cut into several before that. */
export const lineBytesLimit = 4 * 1024 * 1024;
/** One more is told so and closed. */
export const connectionsLimit = 64;
/** Requests of one connection that are worked on at once. The next line is not looked at before one of them ends. */
export const requestsLimit = 8;
/** The same for the bytes of these requests. */
export const requestBytesLimit = lineBytesLimit;
/** Rows of one push. */
export const pushRowsLimit = 1_000;
/** How long answers of open requests may take after the server was asked to stop. */
export const farewellMs = 2_000;
/** Bytes of a socket's path that fit into `sockaddr_un` with its closing zero: 104 on macOS, 108 on Linux. */
export const socketPathBytesLimit = 103;
