/** Files of the machine that no view of the kernel answers for: session/file.ts keeps them as a value. */
import type { Result, System } from "../../userland/process.ts";
import { type Files, namesIn, readText, removeText, writeText } from "../file.ts";
import type { Machine } from "../machine.ts";

type FileCalls = Pick<System, "readFile" | "listDirectory" | "writeFile" | "removeFile">;

export function fileCalls(machine: Machine): FileCalls {
	const keep = (changed: Result<Files>): Result<void> => {
		if ("errno" in changed) return changed;
		machine.world = { ...machine.world, files: changed.ok };
		return { ok: undefined };
	};
	return {
		readFile: (path) => readText(machine.world.files, path),
		listDirectory: (path) => namesIn(machine.world.files, path),
		writeFile(path, text) {
			const { epoch, now } = machine.world.kernel;
			return keep(writeText(machine.world.files, path, text, epoch + now));
		},
		removeFile: (path) => keep(removeText(machine.world.files, path)),
	};
}
