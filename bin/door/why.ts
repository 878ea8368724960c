/** `iplab why …`: why the kernel decides as it does, and what stops a packet. The world stays as it is. */
import { why } from "../../src/session/why.ts";
import { withPrograms } from "../../src/userland/load.ts";
import { loaders } from "../../src/userland/set-loaders.ts";
import type { Options } from "../option.ts";
import { write } from "../stream.ts";
import { wantsColor, width } from "../terminal.ts";
import { openPlace, worldName } from "../world.ts";

export function openWhy(words: readonly string[], options: Options): Promise<number> {
	const { session } = openPlace(worldName(options.world, "host"), options.kernel);
	const style = { lang: options.lang, width: width(), color: wantsColor(options) };
	return withPrograms(loaders, () => {
		const { stdout, stderr, exit } = why(session, words, style);
		write(2, stderr);
		write(1, stdout);
		return exit;
	});
}
