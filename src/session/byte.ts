export * from "../net/byte.ts";
