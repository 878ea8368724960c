import { expect, it } from "vitest";
import { annotate, explainOutput } from "../../src/explain/annotate.ts";
import type { Field } from "../../src/print/field.ts";
import { boot, run, type Session } from "../../src/session/session.ts";

const lab = [
	"ip link set lo up",
	"ip link add v0 type veth peer name v1",
	"ip link set v0 up",
	"ip netns add x",
	"ip link set v1 netns x",
	"ip addr add 10.0.0.1/32 dev lo",
	"ip addr add 10.56.0.1/32 scope host dev lo",
	"ip addr add 10.7.0.1 peer 10.7.0.2/24 dev v0",
	"ip addr add 192.0.2.1/24 brd + scope link dev v0 label v0:1",
	"ip link property add dev v0 altname uplink",
	"ip link set v0 alias test",
].reduce<Session>((session, line) => run(session, line).session, boot({ world: "fresh" }));

it.each([
	"ip addr",
	"ip link",
	"ip -d addr",
	"ip -d link",
	"ip -br addr",
	"ip -br link",
	"ip -s -s link",
	"ip -o addr",
	"ip -o link",
	"ip -4 addr",
	"ip -6 addr",
])("`%s --explain` says what annotating the same output says", (line) => {
	const fields: Field[] = [];
	const { stdout } = run(lab, line, { show: (more) => fields.push(...more) });
	const own = explainOutput(fields, { lang: "en", oneline: line.includes("-o") });
	expect(stdout === "" ? "" : own).toBe(annotate(stdout, { lang: "en" }).text);
});
