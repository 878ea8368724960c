/**
 * What a kind of link is: one file beside this one for each, and one row in kind.ts. Link code never asks for a kind by name;
 * it asks the driver. Mirrors struct rtnl_link_ops and struct net_device_ops. Read loopback.ts and dummy.ts side by side first.
 */
import type { Errno } from "../../uapi/errno.ts";
import type { LinkAttrs, LinkData } from "../../uapi/message.ts";
import type { Xstats } from "../../uapi/stats.ts";
import type { Device, NameFrom } from "../device.ts";
import type { FdbOps } from "../fdb.ts";
import type { Way } from "../path/output.ts";
import type { Frame, Ip, VlanTag } from "../path/packet.ts";
import type { Profile } from "../profile.ts";
import type { Task } from "../task.ts";

/** What a fresh device of a kind is (the setup() of its rtnl_link_ops). */
export type Setup = Pick<Device, "type" | "flags" | "mtu" | "minMtu" | "maxMtu" | "txqlen" | "broadcast"> & {
	/** Its first address; `random` is a random Ethernet one, "" none at all. */
	readonly address: string;
	/** IFF_NO_QUEUE: a packet never waits, so its qdisc is noqueue; else the namespace's default. */
	readonly noQueue: boolean;
	readonly tsoMaxSize: number;
	readonly numQueues?: number;
	/** dev_change_net_namespace() refuses it. */
	readonly netnsImmutable?: boolean;
	/** dev_set_mac_address() works while it is up (IFF_LIVE_ADDR_CHANGE). */
	readonly liveAddress?: boolean;
};

/** A link that a user asks for. */
export interface NewLink {
	/** Namespace it is made in. */
	readonly netns: number;
	/** Namespace that attrs.link is an index of (`link-netns`); without it that of the caller, or for a tunnel its own. */
	readonly linkNetns?: number;
	readonly index: number;
	readonly ifiFlags: number;
	readonly ifiChange: number;
	readonly attrs: LinkAttrs;
	/** Of a device that is not asked for by a message. */
	readonly nameFrom?: NameFrom;
}

/**
 * Where a frame goes that a driver was given; path/transmit.ts carries it out. A driver only answers: it may change its own
 * state (learn an address), but never calls another device's xmit itself.
 */
export type Xmit =
	/** Up the receive path of this device, as if it had come from outside. */
	| {
			readonly to: "receive";
			readonly device: number;
			readonly frame?: Frame;
			/** It is for this host, though its address is another device's (a bridge gets what is for its ports). */
			readonly forHost?: true;
	  }
	/** Down the transmit path of another device: a VLAN's lower device, a port (dev_queue_xmit). */
	| { readonly to: "transmit"; readonly device: number; readonly frame: Frame }
	/** Out as a packet of this host in a namespace: a tunnel's (ip_local_out). `oif` is an index there. */
	| { readonly to: "output"; readonly netns: number; readonly packet: Ip; readonly oif?: number }
	/** On by a way that is known already (dst_output): a VRF's, for what is not this host's own. */
	| { readonly to: "next hop"; readonly packet: Ip; readonly way: Way }
	/** Several of these, in order. */
	| { readonly to: "each"; readonly ways: readonly Xmit[] }
	/**
	 * Counted and freed; with an errno it is an error, which the program hears that sends. `lost` is an error that is counted
	 * as what a tunnel found on the way: no route (carrier), one through itself (collision), nobody to send to (end), or what the driver has counted itself.
	 */
	| {
			readonly to: "nowhere";
			readonly dropped: boolean;
			readonly errno?: Errno;
			readonly lost?: Lost;
			/** The sender is told that there is no way (dst_link_failure). */
			readonly unreachable?: true;
	  };

export type Lost = "carrier" | "collision" | "end" | "counted";

/** What takes a frame that arrives on another device answers: any of the above, or that this device's own stack gets it. */
export type Receive =
	| Xmit
	| { readonly to: "pass"; readonly frame?: Frame }
	| { readonly to: "each"; readonly ways: readonly Receive[] };

/** What other devices hear of one they stand on, or have as their port (enum netdev_cmd). */
export type NetdevEvent =
	/** Admin state; the flag has changed already. */
	| "up"
	| "down"
	/** Carrier or operational state. */
	| "change"
	| "changeAddress"
	| "changeMtu"
	| "changeName"
	/** It goes for good, or to another namespace. Its uppers still find it where it was. */
	| "unregister"
	| "move";

export interface Driver {
	readonly kind: string;
	/** IFLA_INFO_KIND; loopback has none. */
	readonly infoKind?: string;
	setup(profile: Profile): Setup;

	/** Judges the attributes of any request that names the kind (rtnl_link_ops.validate). */
	validate?(attrs: LinkAttrs, profile: Profile): void;
	/** What is asked of the other end of a pair (rtnl_link_ops.peer_type). */
	peerOf?(attrs: LinkAttrs): LinkAttrs | undefined;
	/** Makes a device, and whatever comes with it; the id of the one asked for. Missing: users cannot make one. */
	newlink?(t: Task, request: NewLink): number;
	/** Puts into a new namespace the device that is there once the kind's module is loaded. */
	addFallback?(t: Task, netns: number): void;
	/** `ip link set DEV type KIND …`. Missing: EOPNOTSUPP. */
	changelink?(t: Task, device: Device, data: LinkData, attrs: LinkAttrs): void;
	/** A user wants it gone, or its namespace is: others that cannot live without it go with it. */
	dellink?(t: Task, device: Device): void;
	/** What there is to tell of a new one when the link itself has been told. */
	configured?(t: Task, device: Device): void;
	/** The device itself goes: what it holds of others must be let go (ndo_uninit). */
	uninit?(t: Task, device: Device): void;
	/** Counters of its own, and of a port of it (fill_linkxstats). */
	xstats?(t: Task, device: Device): Xstats;
	slaveXstats?(t: Task, master: Device, port: Device): Xstats;
	/** IFLA_INFO_DATA: the kind's interface of uapi/link-data.ts. */
	info?(t: Task, device: Device): object | undefined;

	/** Admin up and down: what that does to carriers. A refusal keeps it down. */
	open?(t: Task, device: Device): void;
	stop?(t: Task, device: Device): void;
	/** A new MAC address: judges it and sets it (ndo_set_mac_address). Missing: EOPNOTSUPP. */
	setAddress?(t: Task, device: Device, address: string): void;
	/** Judges an address that a user gives it (inetaddr_validator_chain, inet6addr_validator_chain). */
	judgeAddress?(t: Task, device: Device, addr: string): void;
	/** Judges a new mtu that is within the device's bounds (ndo_change_mtu). */
	changeMtu?(t: Task, device: Device, mtu: number): void;
	/** Users may pull the wire (ndo_change_carrier): does it. Missing: EOPNOTSUPP. */
	changeCarrier?(t: Task, device: Device, carrier: boolean): void;
	/** A user wishes it down for good, or no more (dev_change_proto_down). Missing: not supported. */
	readonly protoDown?: true;
	/** The device begins (+1) or ends (-1) to receive what is not for it (ndo_change_rx_flags, ndo_set_rx_mode). */
	changeRxFlags?(t: Task, device: Device, change: { readonly promisc: number; readonly allmulti: number }): void;
	/** Receives some unicast addresses besides its own without being promiscuous (IFF_UNICAST_FLT). */
	readonly unicastFilter?: true;
	/** The devices through which must come what it listens to (dev_mc_sync, dev_mc_sync_multiple in its ndo_set_rx_mode). */
	hearsThrough?(t: Task, device: Device): readonly number[];
	/** Has no ndo_set_rx_mode, so that nothing can be added by hand. */
	readonly noRxMode?: true;
	/** Tagged frames cannot pass (NETIF_F_VLAN_CHALLENGED). */
	readonly vlanChallenged?: true;
	/** The tag of a VLAN takes its room from the mtu (netif_reduces_vlan_mtu). */
	readonly reducesVlanMtu?: true;
	/** Mbit/s, where ethtool knows it. */
	speed?(t: Task, device: Device): number | undefined;
	/** The same of a device that has many, whose duplex nobody knows: no port of a bond goes by it. */
	portSpeed?(t: Task, device: Device): number | undefined;

	/** Joins ports into one link, as bond and team do (netif_is_lag_master). */
	readonly isLag?: true;
	/** Namespace that iflink counts in, when it may be another (get_link_net). */
	linkNetns?(t: Task, device: Device): number | undefined;
	/** The namespace its packets travel in, where it tells nobody but goes with it (geneve_exit_batch_rtnl). */
	sendsIn?(device: Device): number;
	/** Index of the peer or lower device, 0 for none (dev_get_iflink). */
	iflink?(t: Task, device: Device): number;
	/** Something happened to the device below this one. */
	lowerEvent?(t: Task, device: Device, lower: Device, event: NetdevEvent): void;
	/** Takes what arrives on the device below, so that no second one may (netdev_rx_handler_register). */
	readonly rxHandler?: true;
	/** Nothing may take what arrives on it (IFF_NO_RX_HANDLER). */
	readonly noRxHandler?: true;

	/** Its own forwarding database; a device without one keeps the addresses that it listens to. */
	readonly fdb?: FdbOps;
	/** Is a bridge: never the port of one. */
	readonly bridge?: true;
	/** Is a bond: may be the port of another, though it is a master. */
	readonly bond?: true;
	/** IFF_DONT_BRIDGE */
	readonly dontBridge?: true;
	/** Takes and releases ports (ndo_add_slave, ndo_del_slave); sets `master` and `port` by master.ts. */
	enslave?(t: Task, master: Device, port: Device): void;
	release?(t: Task, master: Device, port: Device): void;
	/** Something happened to a port of this device. */
	portEvent?(t: Task, master: Device, port: Device, event: NetdevEvent): void;
	/** A port is about to get another mtu (NETDEV_PRECHANGEMTU). */
	judgePortMtu?(t: Task, master: Device, port: Device): void;
	/** IFLA_INFO_SLAVE_DATA of a port, and a wish to change it. */
	slaveInfo?(t: Task, master: Device, port: Device): object | undefined;
	slaveChangelink?(t: Task, master: Device, port: Device, data: LinkData): void;
	/** Routing table of a layer 3 master (l3mdev_ops). */
	l3mdevTable?(device: Device): number;

	/** A timer that the driver started (alarm.ts) has run out; one that it started on a port is called `port.NAME`. */
	alarm?(t: Task, device: Device, name: string): void;
	/** The tag of what leaves by it (a VLAN). */
	tag?(device: Device): VlanTag;
	portAlarm?(t: Task, master: Device, port: Device, name: string): void;
	/** ndo_start_xmit; path/transmit.ts counts the frame on this device. */
	xmit(t: Task, device: Device, frame: Frame): Xmit;
	/** skb_dst() is kept on the way through (IFF_XMIT_DST_RELEASE is off): what lo gives back is not routed again. */
	readonly keepsRoute?: true;
	/** Without NETIF_F_HW_VLAN_CTAG_TX the outermost tag stands in what is sent, and is counted (validate_xmit_vlan). */
	readonly tagsInData?: true;
	/** Counters of received bytes leave out the link-layer header, which was taken off before (bridge, vlan). */
	readonly countsPayload?: true;
	/** The same of bytes sent: what IP tunnels count is the packet inside (iptunnel_xmit(): skb_inner_network_offset). */
	readonly sendsPayload?: true;
	/** A frame has come in by a port of this master (rx_handler of bridge, bond, team). Missing: the port's own stack gets it. */
	receivePort?(t: Task, master: Device, port: Device, frame: Frame): Receive;
	/** A frame has come in by the device below, and this is the first that stands there (rx_handler of macvlan, ipvlan). */
	receiveLower?(t: Task, device: Device, lower: Device, frame: Frame): Receive;
	/** A tagged frame has come in by the device below: is the tag this device's? (vlan_do_receive) */
	receiveTagged?(t: Task, device: Device, lower: Device, frame: Frame): Receive | undefined;
	/** A packet for the host `netns` has arrived, whose payload may be this tunnel's: the frame inside, which arrives on `device`. */
	decapsulate?(t: Task, device: Device, packet: Ip, netns: number): Frame | undefined;
}
