/** What routes stand on, moved: links up and down, addresses taken away and given back, a device gone, settings. */
import { type Drawn, lines } from "../draw.ts";

const links = lines(
	"link set v0 down",
	"link set v0 up",
	"link set v1 down",
	"link set v1 up",
	"link set lo down",
	"link set lo up",
	"link set br0 down",
	"link set br0 up",
	"link set v1 nomaster",
	"link set v1 master br0",
	"link set v1 netns n1",
	"link del v0",
	"link set v0 mtu 1300",
	"link set v0 group 7",
	"link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02",
);

const addresses = lines(
	"addr del 192.0.2.1/24 dev v0",
	"addr add 192.0.2.1/24 dev v0",
	"addr add 192.0.2.2/24 dev v0",
	"addr add 192.0.2.5/24 dev v1",
	"addr add 10.1.2.3/32 dev lo",
	"addr add 10.9.9.1 peer 10.9.9.9 dev br0",
	"addr del 198.51.100.1/24 dev v1",
	"addr add 198.51.100.1/24 dev v1",
	"addr add 198.51.100.1/24 dev v1 noprefixroute",
	"addr del 2001:db8::1/64 dev v0",
	"addr add 2001:db8::1/64 dev v0 nodad",
	"addr add 2001:db8::2/64 dev v0",
	"addr add 2001:db8:1::1/64 dev v1 metric 100",
	"addr del 2001:db8:1::1/64 dev v1",
	"addr add 2001:db8:c::7/128 dev lo",
	"addr flush dev v1",
);

export const ground: Drawn = {
	name: "ground",
	draws: [
		[5, links],
		[4, addresses],
	],
};
