/** The moment in front of a notice, under -t and -ts. lib/utils.c print_timestamp(); the world's clock runs in UTC. */

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `ms` since 1970. The long form is a line of its own, as asctime(3) writes it. */
export function timestamp(ms: number, short: boolean): string {
	const whole = Math.floor(ms);
	const date = new Date(whole);
	const iso = date.toISOString();
	const usec = (whole % 1000) * 1000 + Math.floor((ms - whole) * 1000);
	if (short) return `[${iso.slice(0, 19)}.${String(usec).padStart(6, "0")}] `;
	const day = String(date.getUTCDate()).padStart(2, " ");
	const calendar = `${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${day}`;
	return `Timestamp: ${calendar} ${iso.slice(11, 19)} ${date.getUTCFullYear()} ${usec} usec\n`;
}
