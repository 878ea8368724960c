import { type Errno, strerror } from "../uapi/errno.ts";

/** A system call on a file that failed: the errno, and whether it was opening or writing. */
export class FsError extends Error {
	readonly errno: Errno;
	readonly path: string;
	readonly call: "open" | "write";

	constructor(errno: Errno, path: string, call: "open" | "write" = "open") {
		super(`${errno}: ${strerror(errno).toLowerCase()}, ${call} '${path}'`);
		this.errno = errno;
		this.path = path;
		this.call = call;
	}
}
