/** All that a handler of `ip` works with: options, names, links and streams. Made anew for each line of a batch. */
import { type Palette, paletteFor } from "../../print/color.ts";
import type { Field } from "../../print/field.ts";
import { Printer } from "../../print/printer.ts";
import type { Style } from "../../print/style.ts";
import type { Process, System } from "../process.ts";
import { LinkMap } from "./link-map.ts";
import { Names } from "./names.ts";
import { NsidMap } from "./nsid-map.ts";
import type { Options } from "./option.ts";
import { type Statics, staticsOf } from "./static.ts";
import type { IpObject } from "./verb.ts";

export interface Context {
	readonly process: Process;
	readonly sys: System;
	readonly options: Options;
	readonly names: Names;
	readonly links: LinkMap;
	readonly nsids: NsidMap;
	readonly statics: Statics;
	/** Is this a line of a batch? */
	readonly batch: boolean;
	/** What the command is about: whose usage a question gets. */
	readonly object: IpObject;
	print(fields: readonly Field[]): void;
	/** Text also under -j: a flush and a few others never speak JSON. */
	printText(fields: readonly Field[]): void;
	/** A line to standard error. */
	complain(line: string): void;
}

export function contextOf(process: Process, options: Options, object: IpObject, batch: boolean): Context {
	const { sys } = process;
	const statics = staticsOf(process);
	const complain = (line: string) => process.stderr(`${line}\n`);
	const style = styleOf(process, options);
	const out = (text: string) => process.stdout(text);
	const printer = new Printer(style, out, process.show);
	const textPrinter = new Printer({ ...style, json: false }, out, process.show);
	return {
		process,
		sys,
		options,
		names: new Names(sys, options.numeric, complain),
		links: new LinkMap(sys, statics.names),
		statics,
		nsids: new NsidMap({ sys, complain }),
		batch,
		object,
		print: (fields) => printer.print(fields),
		printText: (fields) => textPrinter.print(fields),
		complain,
	};
}

function styleOf(process: Process, options: Options): Style {
	const style = { json: options.json, pretty: options.pretty, oneline: options.oneline };
	const palette = options.json ? undefined : paletteOf(process, options);
	return palette === undefined ? style : { ...style, palette };
}

function paletteOf(process: Process, options: Options): Palette | undefined {
	const wanted = options.color === "always" || (options.color === "auto" && process.tty === true);
	return wanted ? paletteFor(process.env.COLORFGBG) : undefined;
}
