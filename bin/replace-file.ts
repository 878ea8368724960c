/**
 * A file that is always whole: it is written beside itself and renamed over the old one, and who wants to replace it holds
 * a lock file meanwhile. Both stand in the file's own folder and are gone afterwards; the lock of a process
 * that was killed is taken over.
 */
import {
	closeSync,
	fchmodSync,
	fchownSync,
	fsyncSync,
	openSync,
	readFileSync,
	renameSync,
	statSync,
	unlinkSync,
	writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { Failure } from "./failure.ts";
import { sleep } from "./stream.ts";

/** Milliseconds. A holder does nothing but compare, write and rename. */
const PATIENCE = 10_000;
/** Between making its lock and writing its number into it a process needs far less. */
const ANONYMOUS_FOR = 2_000;

/** Replaces the content, keeps mode and owner. On failure the old file is untouched and nothing is left behind. */
export function replaceFile(file: string, text: string): void {
	// One name, since only the holder of the lock writes it: what a killed process left is overwritten.
	const temporary = beside(file, "new");
	try {
		writeWhole(temporary, text, before(file));
		renameSync(temporary, file);
	} catch (error) {
		forget(temporary);
		throw error;
	}
	syncFolder(dirname(file));
}

/** Runs `work` while no other process does. Ctrl-C waits for its end, which is near. */
export function locked<T>(file: string, work: () => T): T {
	const lock = beside(file, "lock");
	const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
	const wait = () => {};
	take(lock, file);
	for (const signal of signals) process.on(signal, wait);
	try {
		return work();
	} finally {
		forget(lock);
		for (const signal of signals) process.off(signal, wait);
	}
}

function beside(file: string, what: string): string {
	return join(dirname(file), `.${basename(file)}.${what}`);
}

function take(lock: string, file: string): void {
	const deadline = Date.now() + PATIENCE;
	while (!tryTake(lock)) {
		const holder = holderOf(lock);
		if (holder === "dead") breakLock(lock);
		else if (Date.now() < deadline) sleep(5);
		else throw new Failure(`${file}: process ${holder ?? "?"} holds ${lock}; the world is as it was before`);
	}
}

function tryTake(lock: string): boolean {
	try {
		writeFileSync(lock, String(process.pid), { flag: "wx" });
		return true;
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code;
		if (code === "EEXIST") return false;
		// Made, but its number did not fit on the disk.
		if (code === "ENOSPC" || code === "EDQUOT") forget(lock);
		throw error;
	}
}

/** The pid; undefined where it has none (yet), or is gone. */
function holderOf(lock: string): number | "dead" | undefined {
	try {
		const pid = Number(readFileSync(lock, "utf8"));
		// In a container the killed one may have had our own number.
		if (pid > 0) return pid !== process.pid && isAlive(pid) ? pid : "dead";
		return Date.now() - statSync(lock).mtimeMs > ANONYMOUS_FOR ? "dead" : undefined;
	} catch {
		return undefined;
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
}

/** Renamed before it is judged again: of two that break the same lock, the slower must not take the faster one's new lock. */
function breakLock(lock: string): void {
	const aside = `${lock}.${process.pid}`;
	try {
		renameSync(lock, aside);
		if (holderOf(aside) === "dead") unlinkSync(aside);
		else renameSync(aside, lock);
	} catch {
		forget(aside);
	}
}

interface Before {
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
}

function before(file: string): Before | undefined {
	return statSync(file, { throwIfNoEntry: false });
}

function writeWhole(temporary: string, text: string, old: Before | undefined): void {
	forget(temporary);
	// Exclusive, so that nobody's symbolic link in a shared folder is followed.
	const fd = openSync(temporary, "wx");
	try {
		if (old) {
			chownIfNeeded(fd, old);
			fchmodSync(fd, old.mode & 0o7777);
		}
		writeFileSync(fd, text);
		fsyncSync(fd);
	} finally {
		closeSync(fd);
	}
}

/** Only root can give a file away; for others the file becomes theirs, as with any editor. */
function chownIfNeeded(fd: number, old: Before): void {
	if (old.uid === process.getuid?.() && old.gid === process.getgid?.()) return;
	try {
		fchownSync(fd, old.uid, old.gid);
	} catch {}
}

/** So that the new name survives a power cut; not every file system can. */
function syncFolder(folder: string): void {
	try {
		const fd = openSync(folder, "r");
		try {
			fsyncSync(fd);
		} finally {
			closeSync(fd);
		}
	} catch {}
}

function forget(file: string): void {
	try {
		unlinkSync(file);
	} catch {}
}
