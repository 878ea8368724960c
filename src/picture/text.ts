/**
 * A world as text: a box for each namespace, a row for each device, and to the right of the boxes a lane for each pair of
 * devices that a wire joins. A wire that does not carry is drawn in dots.
 */
import { marks, ordered, type Scene, type SceneDevice, type Wire } from "./scene.ts";

interface Row {
	readonly text: string;
	readonly key?: string;
}

interface Lane {
	readonly from: number;
	readonly to: number;
	readonly wire: Wire;
}

/** More would leave no room for the boxes; then the names of the other ends have to do. */
const mostLanes = 8;

export function drawText(scene: Scene, width: number): string {
	const pairs = scene.wires.filter(({ role }) => role === "pair");
	const lanesWide = Math.min(pairs.length, mostLanes) * 2 + 2;
	const boxWidth = Math.max(30, Math.min(64, width - lanesWide));
	const rows = scene.netns.flatMap(({ name, devices }) => box(name, devices, scene, boxWidth));
	const lanes = place(pairs, rows);
	const line = (row: Row, i: number) => (lanes ? row.text + gutter(lanes, i) : row.text.replace(/├$/, "│")).trimEnd();
	return `${rows.map(line).join("\n")}\n`;
}

function box(name: string, devices: readonly SceneDevice[], scene: Scene, width: number): Row[] {
	const inner = width - 4;
	const title = `─ ${name.length > width - 6 ? `${name.slice(0, width - 7)}…` : name} `;
	const rows: Row[] = [{ text: `┌${title}${"─".repeat(Math.max(0, width - 2 - title.length))}┐` }];
	for (const device of ordered(devices)) {
		const [first = "", ...more] = describe(device, scene, inner);
		const ends = scene.wires.some(({ role, a, b }) => role === "pair" && (a === device.key || b === device.key));
		rows.push({ text: `│ ${first.padEnd(inner)} ${ends ? "├" : "│"}`, ...(ends && { key: device.key }) });
		for (const line of more) rows.push({ text: `│ ${line.padEnd(inner)} │` });
	}
	rows.push({ text: `└${"─".repeat(width - 2)}┘` });
	return rows;
}

/** ● up and carrying, ◐ up without carrier, ○ down. */
function light({ up, carrier }: SceneDevice): string {
	if (!up) return "○";
	return carrier ? "●" : "◐";
}

function describe(device: SceneDevice, scene: Scene, width: number): string[] {
	const head =
		`${marks[device.change]}${device.master === undefined ? "" : "  "}${light(device)} ${device.name}`.padEnd(14);
	const words = [...(device.kind === undefined ? [] : [device.kind]), ...endsOf(device, scene), ...device.addresses];
	const lines: string[] = [];
	let line = head;
	for (const word of words) {
		if (line.length + 1 + word.length > width && line.trim() !== "" && line !== head) {
			lines.push(line);
			line = " ".repeat(14);
		}
		line += ` ${word}`;
	}
	return [...lines, line].map((text) => (text.length > width ? `${text.slice(0, width - 1)}…` : text));
}

function endsOf({ key }: SceneDevice, { wires }: Scene): string[] {
	return wires.flatMap(({ role, a, b }) => {
		const other = a === key ? b : b === key ? a : undefined;
		if (other === undefined) return [];
		if (role === "pair") return [`═ ${other}`];
		return role === "lower" && a === key ? [`on ${other.split("/").pop()}`] : [];
	});
}

/** Each pair takes the first lane that is free over its length; undefined where there is not enough room. */
function place(pairs: readonly Wire[], rows: readonly Row[]): Lane[][] | undefined {
	const at = (key: string) => rows.findIndex((row) => row.key === key);
	const wanted = pairs
		.map((wire) => ({ wire, from: Math.min(at(wire.a), at(wire.b)), to: Math.max(at(wire.a), at(wire.b)) }))
		.sort((x, y) => x.to - x.from - (y.to - y.from));
	const lanes: Lane[][] = [];
	for (const lane of wanted) {
		const free = lanes.find((taken) => taken.every((other) => other.to < lane.from || other.from > lane.to));
		if (free) free.push(lane);
		else lanes.push([lane]);
	}
	return lanes.length > mostLanes ? undefined : lanes;
}

function gutter(lanes: readonly (readonly Lane[])[], row: number): string {
	let text = "";
	const reach = lanes.findLastIndex((lane) => lane.some(({ from, to }) => from === row || to === row));
	for (const [i, lane] of lanes.entries()) {
		const end = lane.find(({ from, to }) => from === row || to === row);
		const passing = lane.find(({ from, to }) => from < row && row < to);
		const leads = i < reach ? endOf(lanes, row) : undefined;
		const across = leads ? (leads.wire.alive ? "─" : "┄") : " ";
		if (end) text += `${end.wire.alive ? "─" : "┄"}${end.from === row ? "┐" : "┘"}`;
		else if (passing) text += `${across}${leads ? "┼" : passing.wire.alive ? "│" : "┆"}`;
		else text += across.repeat(2);
	}
	return text;
}

/** The wire that ends in this row. */
function endOf(lanes: readonly (readonly Lane[])[], row: number): Lane | undefined {
	return lanes.flat().find(({ from, to }) => from === row || to === row);
}
