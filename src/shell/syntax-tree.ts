/** The parts of just-bash's syntax tree that it does not name in its exports, taken from those it does. */
import type { SimpleCommandNode, WordNode } from "just-bash";

export type { WordNode };
export type RedirectionNode = SimpleCommandNode["redirections"][number];
export type WordPart = WordNode["parts"][number];
