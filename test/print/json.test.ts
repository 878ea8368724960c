import { describe, expect, it } from "vitest";
import { close, element, type Field, field, hardLine, member, open, softLine, text } from "../../src/print/field.ts";
import { JsonWriter } from "../../src/print/json.ts";
import { render } from "../../src/print/printer.ts";
import { plain } from "../../src/print/style.ts";

const compact = { ...plain, json: true };
const pretty = { ...compact, pretty: true };

const link: Field[] = [
	open("array"),
	open("object"),
	field("ifindex", "3: ", 3),
	open("array", "flags", "<"),
	element("BROADCAST", "BROADCAST"),
	element(",UP", "UP"),
	close("array", "> "),
	softLine,
	open("object", "linkinfo"),
	field("info_kind", "    veth ", "veth"),
	close("object"),
	open("array", "addr_info"),
	open("object"),
	field("family", "    inet ", "inet"),
	close("object"),
	open("object"),
	close("object"),
	close("array"),
	text("only text"),
	member("only_json", null),
	hardLine,
	close("object"),
	close("array"),
];

describe("JSON output", () => {
	it("is one line without spaces, and a newline", () => {
		expect(render(link, compact)).toBe(
			'[{"ifindex":3,"flags":["BROADCAST","UP"],"linkinfo":{"info_kind":"veth"},' +
				'"addr_info":[{"family":"inet"},{}],"only_json":null}]\n',
		);
	});

	it("is indented as lib/json_writer.c does it", () => {
		expect(render(link, pretty)).toBe(`[ {
        "ifindex": 3,
        "flags": [ "BROADCAST","UP" ],
        "linkinfo": {
            "info_kind": "veth"
        },
        "addr_info": [ {
                "family": "inet"
            },{} ],
        "only_json": null
    } ]
`);
	});

	it("has empty arrays with and without a space", () => {
		const empty = [open("array"), close("array")];
		expect(render(empty, compact)).toBe("[]\n");
		expect(render(empty, pretty)).toBe("[ ]\n");
	});

	it("escapes only what the real tool escapes", () => {
		const fields = [open("object"), member("ifalias", 'a"b\\c\n\t\u0001é'), close("object")];
		expect(render(fields, compact)).toBe('{"ifalias":"a\\"b\\\\c\\n\\t\u0001é"}\n');
	});

	it("prints a number with its format where it has one", () => {
		const timer = { key: "hello_timer", text: "hello_timer    0.00 ", raw: "0.00", value: 0 };
		expect(render([open("object"), timer, close("object")], compact)).toBe('{"hello_timer":0.00}\n');
	});

	it("goes on where the last piece ended, and may be left unfinished", () => {
		const writer = new JsonWriter(compact);
		const object = [open("object"), member("a", 1), close("object")];
		expect([[open("array")], object, object].map((piece) => writer.write(piece))).toEqual(["[", '{"a":1}', ',{"a":1}']);
	});

	it("nests an object without a key as the -echo of 6.1 does", () => {
		const fields = [
			open("array"),
			open("object"),
			open("object"),
			member("a", 1),
			close("object"),
			close("object"),
			close("array"),
		];
		expect(render(fields, compact)).toBe('[{{"a":1}}]\n');
	});
});
