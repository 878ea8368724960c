import { describe, expect, it } from "vitest";
import { dark, light, paletteFor } from "../../src/print/color.ts";
import { field, hardLine, member, softLine, text } from "../../src/print/field.ts";
import { render } from "../../src/print/printer.ts";
import { plain } from "../../src/print/style.ts";

const fields = [
	field("ifname", "lo: ", "lo", "ifname"),
	text("mtu "),
	member("hidden", 1),
	softLine,
	text("more"),
	hardLine,
];

describe("text output", () => {
	it("prints what has text, and ends lines", () => {
		expect(render(fields, plain)).toBe("lo: mtu \nmore\n");
	});

	it("joins lines with backslashes under -o, but for the hard ends", () => {
		expect(render(fields, { ...plain, oneline: true })).toBe("lo: mtu \\more\n");
	});

	it("colours a field with its separator", () => {
		expect(render(fields, { ...plain, palette: light })).toBe("\u001b[36mlo: \u001b[0mmtu \nmore\n");
	});
});

describe("the palette", () => {
	it.each(["15;0", "0;default;8", "7;6"])("is the dark one where COLORFGBG is %s", (value) => {
		expect(paletteFor(value)).toBe(dark);
	});

	it.each([undefined, "", "0;15", "0;7", "0;10"])("is the light one where COLORFGBG is %s", (value) => {
		expect(paletteFor(value)).toBe(light);
	});
});
