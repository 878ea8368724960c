/**
 * The only thing that ink draws: the prompt with the line being typed, or nothing while a command runs. All other text goes
 * to the scrollback as it is (useStdout().write): ink's own <Static> would break long lines anew, so that they could not
 * be copied, and keep every one of them in memory.
 */
import { Box, Text, useCursor, useStdout } from "ink";
import { useEffect, useState, useSyncExternalStore } from "react";
import { frameOf } from "./frame.ts";
import type { Screen } from "./scrollback.ts";
import type { Terminal } from "./terminal.ts";

export interface PromptProps {
	readonly terminal: Terminal;
	readonly color: boolean;
	readonly page: Screen["page"];
	readonly leave: (exit: number) => void;
}

export function Prompt({ terminal, color, page, leave }: PromptProps) {
	const { stdout, write } = useStdout();
	const { setCursorPosition } = useCursor();
	const [, resized] = useState(0);
	const { busy, prompt, reader } = useSyncExternalStore(terminal.subscribe, () => terminal.view);
	useEffect(() => {
		const redraw = () => resized((count) => count + 1);
		terminal.open({ write, page, leave });
		stdout.on("resize", redraw);
		return () => void stdout.off("resize", redraw);
	}, [terminal, stdout, write, page, leave]);
	if (busy) {
		setCursorPosition({ x: 0, y: 0 });
		return <Text> </Text>;
	}
	const size = { width: stdout.columns || 80, height: Math.max(1, (stdout.rows || 24) - 1) };
	const frame = frameOf(prompt, reader.edit.text, reader.edit.cursor, size);
	setCursorPosition(frame.cursor);
	const [first = "", ...rest] = frame.rows;
	return (
		<Box flexDirection="column">
			<Text wrap="truncate">
				<Text {...(color && reader.above === "" && { color: "green" })}>{first.slice(0, frame.prompt)}</Text>
				{first.slice(frame.prompt)}
			</Text>
			{rest.map((row, i) => (
				<Text key={i} wrap="truncate">
					{row === "" ? " " : row}
				</Text>
			))}
		</Box>
	);
}
