/** Les lignes d'une adresse, en français. */
import { scopes } from "../../uapi/scope.ts";
import { isLo, isLoopbackAddr, isUp, rangeOf } from "../context.ts";
import { hexAddrFlags, privateName } from "../fact.ts";
import type { Context, ScopeWords, Text } from "../text.ts";
import type { addressTopics } from "../topic/address.ts";
import { addr, dev, seconds } from "./word.ts";

export const reach: ScopeWords["reach"] = {
	global: "partout, derrière les routeurs aussi",
	site: "à l'intérieur d'un site",
	link: "sur un seul lien, jusqu'au premier routeur",
	host: "à l'intérieur de cette machine seulement",
	nowhere: "nulle part",
};

/** Les barreaux toujours montrés. */
const usual = new Set(["global", "link", "host"]);

/** L'échelle des portées, avec le barreau de cette adresse. */
function ladder({ value }: Context): string {
	const rows = scopes.filter(({ name }) => usual.has(name) || name === value);
	const said: Readonly<Record<string, string>> = reach;
	const lines = rows.map(({ name, number }) => {
		const mark = name === value ? " ◀" : "";
		return `  ${name.padEnd(7)}${String(number).padStart(4)}  ${said[name] ?? ""}${mark}`;
	});
	return ["Jusqu'où le noyau tient cette adresse pour valable :", ...lines].join("\n");
}

export const address: Record<keyof typeof addressTopics, Text> = {
	"family.inet": { what: "Suit une adresse IPv4.", why: "Une interface peut en porter beaucoup." },
	"family.inet6": { what: "Suit une adresse IPv6.", why: "La plupart des interfaces en portent plusieurs." },
	"addr.loopback": {
		what: "« Moi-même » : qui lui envoie un paquet atteint la machine même d'où il part. Tout 127.0.0.0/8 est réservé à cela.",
		why: "Aucun câble ne la transporte : sur toute carte, le noyau jette comme impossibles (« martiens ») les paquets venant de 127.x ou y allant, sauf si route_localnet y est mis. Un service qui écoute ici est fermé au dehors.",
		here: (c) =>
			isLo(c.link) && !isUp(c.link) ? "Pour l'heure, lo désactivée, même cette machine ne l'atteint pas." : undefined,
	},
	"addr.loopback.elsewhere": {
		what: (c) => `Une adresse de 127.0.0.0/8 sur ${dev(c)}, non sur lo : permis, et sans effet sur le câble.`,
		why: "Les paquets venant de 127.x ou y allant sont jetés sur toute carte, sauf si le sysctl route_localnet y est mis, aux deux bouts.",
	},
	"addr.loopback6": {
		what: "« Moi-même » en IPv6 : ce que 127.0.0.1 est en IPv4, une seule adresse au lieu de toute une plage.",
		why: "Le noyau ne l'admet que sur lo, et jette ce qui, par une carte, en vient ou y va.",
	},
	"addr.private": {
		what: (c) =>
			`Une adresse privée (de ${privateName(addr(c)) ?? "une plage privée"}) : bonne dans son propre réseau.`,
		why: "N'importe qui peut avoir la même ; Internet ne la transporte pas, un routeur doit la traduire (NAT).",
	},
	"addr.shared": {
		what: "Une adresse de 100.64.0.0/10, partagée derrière le NAT d'un opérateur.",
		why: "Des VPN comme Tailscale s'en servent aussi.",
	},
	"addr.linklocal": {
		what: "Une adresse de 169.254.0.0/16 : inventée pour ce seul lien.",
		why: "Souvent le signe qu'aucun serveur DHCP n'a répondu.",
	},
	"addr.linklocal6": {
		what: "L'adresse de lien qu'une interface IPv6 se fait elle-même.",
		why: "Voisins et routeurs se parlent par elle avant tout autre réglage.",
	},
	"addr.ula": {
		what: "Une adresse IPv6 privée (fc00::/7).",
		why: "Bonne dans son propre réseau, pas sur Internet.",
	},
	"addr.documentation": {
		what: "Une adresse d'une plage réservée aux exemples des livres.",
		why: "Aucun vrai réseau d'Internet ne la porte.",
	},
	"addr.multicast": {
		what: "L'adresse d'un groupe, non d'une machine.",
		why: "Ceux qui s'y joignent entendent ce qu'on y envoie.",
	},
	"addr.public": {
		what: "Une adresse de l'Internet public, à en juger par son numéro.",
		why: "Unique au monde ; d'autres peuvent l'atteindre.",
	},
	"addr.own": {
		what: (c) =>
			`Un paquet de cette machine vers ${addr(c)}, qui est à elle, ne touche pas ${dev(c)} : la table local le remet à lo.`,
		why: "ip route get le montre : local … dev lo.",
	},
	"addr.peer": {
		what: "L'adresse de l'autre bout.",
		why: "La longueur de préfixe qui suit vaut pour ce bout-là.",
	},
	prefixlen: {
		what: "Combien de bits nomment le sous-réseau ; les autres y distinguent les machines.",
		why: "À ceux du même sous-réseau on envoie directement, à tous les autres par un routeur.",
		here: (c) => {
			const range = rangeOf(c.addr);
			if (range === undefined || isLo(c.link) || !isUp(c.link) || c.addr.flags?.has("noprefixroute")) return undefined;
			return c.addr.family === "inet6"
				? `Tout ${range[0]}/${c.value} passe donc pour voisin sur ${dev(c)}.`
				: `${range[0]} – ${range[1]} passent donc pour voisins sur ${dev(c)}.`;
		},
	},
	"prefixlen.lo": {
		what: (c) => {
			const range = rangeOf(c.addr);
			const all = range === undefined ? "toute la plage" : `chaque adresse de ${range[0]} à ${range[1]}`;
			return `Sur lo, ${all} est cette machine même et répond, pas seulement ${addr(c)}.`;
		},
		why: "lo n'a pas de voisins : son préfixe IPv4 devient une route local. Sur une carte, il désignerait un sous-réseau.",
	},
	"prefixlen.host": {
		what: "Tous ses bits : cette seule adresse, sans sous-réseau.",
		why: "Aucun voisin ne vient avec.",
	},
	"prefixlen.31": {
		what: "Deux adresses, pas plus : les deux bouts d'une ligne.",
		why: "Une adresse de diffusion est inutile.",
	},
	metric: {
		what: "Le prix de la route faite pour son sous-réseau.",
		why: "De deux routes vers un même lieu, on prend la moins chère.",
	},
	brd: {
		what: "L'adresse qui veut dire : tous ceux de ce sous-réseau.",
		why: "Une simple mention ; le noyau ajoute la route de toute façon.",
	},
	anycast: { what: "Une adresse que plusieurs machines partagent.", why: "La plus proche répond." },
	scope: {
		what: ladder,
		why: "Cela compte quand le noyau doit choisir l'adresse de l'expéditeur : il ne prend qu'une adresse valable jusqu'à la destination. Cela n'arrête aucun paquet. (Une route a aussi le sien : à quelle distance est sa destination.)",
	},
	scope6: {
		what: "En IPv6, le scope se lit dans l'adresse même : ::1 est host, fe80:: link, presque tout le reste global.",
		why: "Qui la pose n'a pas le choix : ip addr add … scope reste sans effet.",
	},
	"scope.global": {
		what: "Valable partout : elle peut être l'expéditeur vers toute destination.",
		why: "Une adresse est global si l'on ne dit rien d'autre ; cela ne veut pas dire publique.",
		here: (c) => {
			if (c.addr.local === undefined) return undefined;
			if (isLoopbackAddr(c.addr))
				return "Le mauvais scope pour 127/8 : le noyau peut maintenant la choisir comme expéditeur de ce qui sort, puis refuse de l'envoyer.";
			if (isLo(c.link))
				return `${addr(c)} est sur lo, mais n'y est pas enfermée : qui a une route vers elle par cette machine l'atteint, par n'importe quelle carte. Et elle devient l'expéditeur sur les liens qui n'ont pas d'adresse global à eux. Les routeurs posent la leur ici, car lo ne tombe pas avec un câble.`;
			return `${addr(c)} peut être l'expéditeur de ce qui sort par ${dev(c)} ; et elle répond, par quelque lien que lui vienne un paquet.`;
		},
	},
	"scope.site": {
		what: "Entre link et global : valable dans un même site.",
		why: "Abandonné pour IPv6 ; pour IPv4, le noyau ne compare que le nombre.",
	},
	"scope.link": {
		what: (c) =>
			c.addr.family === "inet6"
				? "Valable sur ce seul lien : les routeurs ne la font pas suivre."
				: "Valable sur ce seul lien : choisie comme expéditeur pour les voisins, pas pour ce qui est derrière un routeur.",
		why: (c) =>
			c.addr.family === "inet6"
				? `Pour écrire à une telle adresse, il faut nommer aussi le lien : fe80::1%${dev(c)}.`
				: undefined,
		here: (c) =>
			c.addr.family === "inet6" || c.addr.local === undefined
				? undefined
				: `Qui a une route vers ${addr(c)} l'atteint tout de même : le scope n'arrête aucun paquet.`,
	},
	"scope.host": {
		what: (c) =>
			c.addr.family === "inet6"
				? "Valable à l'intérieur de cette machine seulement : jamais l'expéditeur de ce qui en sort."
				: "Valable à l'intérieur de cette machine seulement : le noyau ne la choisit pas comme expéditeur de ce qui en sort.",
		why: "Les adresses de 127/8 reçoivent ce scope d'elles-mêmes, les autres seulement sur demande.",
		here: (c) => {
			if (c.addr.local === undefined || c.addr.family === "inet6") return undefined;
			if (isLoopbackAddr(c.addr) && isLo(c.link))
				return [
					`Qui fait quoi pour ${addr(c)} :`,
					"  scope host   l'empêche d'être choisie comme expéditeur",
					"               de ce qui sort de la machine",
					"  lo           ramène chaque paquet comme reçu",
					"  127/8        ne passe sur aucun câble : voilà pourquoi",
					"               personne du dehors ne l'atteint",
					"  table local  dit que cette adresse est cette machine",
				].join("\n");
			return `Ce n'est pas un mur : un voisin qui a une route vers ${addr(c)} reçoit une réponse, et un programme qui la demande par son nom (bind) peut s'en servir pour envoyer, même au dehors.`;
		},
	},
	"scope.nowhere": {
		what: "Valable nulle part.",
		why: "Une simple marque à l'intérieur du noyau ; sur une adresse, elle n'a pas de sens.",
	},
	"scope.number": {
		what: (c) => `Un scope sans nom : ${c.value}.`,
		why: "Plus il est petit, plus il va loin : 0 est global, 200 site, 253 link, 254 host.",
	},
	"addrflag.secondary": {
		what: "Une adresse de plus dans le même sous-réseau.",
		why: "La première est l'expéditeur habituel ; si on la supprime, celle-ci part aussi, à moins que promote_secondaries soit mis.",
	},
	"addrflag.temporary": {
		what: "Une adresse IPv6 inventée, qui change souvent.",
		why: "Pour qu'on ne puisse pas suivre quelqu'un par elle.",
	},
	"addrflag.nodad": {
		what: "Mise en service sans demander si quelqu'un d'autre l'a.",
		why: "Gagne une seconde, risque un doublon.",
	},
	"addrflag.optimistic": { what: "Déjà en service, alors qu'on demande encore.", why: "Gagne une seconde." },
	"addrflag.dadfailed": {
		what: "Quelqu'un d'autre a la même adresse sur ce lien.",
		why: "Elle ne sert pas ; l'un des deux doit en changer.",
	},
	"addrflag.home": { what: "L'adresse d'attache d'un nœud mobile.", why: "Mobile IPv6 ; rare." },
	"addrflag.deprecated": {
		what: "Plus préférée : les vieilles connexions la gardent, les nouvelles en prennent une autre.",
		why: "Son preferred_lft est écoulé.",
	},
	"addrflag.tentative": {
		what: "Pas encore en service : le noyau demande si quelqu'un d'autre l'a.",
		why: "Dure une seconde ou deux ; plus longtemps sans signal.",
	},
	"addrflag.dynamic": {
		what: "Elle a une fin : voir valid_lft.",
		why: "Elle vient le plus souvent de DHCP ou d'un routeur, qui la renouvellera.",
	},
	"addrflag.mngtmpaddr": {
		what: "Le noyau en tire des adresses temporaires.",
		why: "Par discrétion ; voir temporary.",
	},
	"addrflag.noprefixroute": {
		what: "Le noyau n'a pas ajouté de route pour son sous-réseau.",
		why: "NetworkManager et d'autres aiment le faire eux-mêmes.",
	},
	"addrflag.autojoin": {
		what: "Elle se joint au groupe multicast de cette adresse.",
		why: "Seulement pour des adresses multicast.",
	},
	"addrflag.stable-privacy": {
		what: "Tirée d'un secret, chaque fois la même sur ce réseau.",
		why: "Elle ne trahit pas la MAC.",
	},
	"addrflag.hex": {
		what: (c) =>
			`Des drapeaux en nombre, faute de noms dans cet ip : ${hexAddrFlags(c.value, c.addr.family === "inet6")}.`,
		why: "Un ip plus récent écrirait les noms.",
	},
	label: { what: "L'étiquette de l'adresse, ici le nom de l'interface.", why: "Un reste d'ifconfig ; IPv4 seulement." },
	"label.alias": {
		what: "L'étiquette de l'adresse.",
		why: "ifconfig montrait une telle adresse comme une interface à part.",
		here: "On dirait une interface, ce n'en est pas une : une adresse de plus, avec un nom.",
	},
	valid_lft: {
		what: ({ value }) =>
			value === "forever"
				? "Sans limite de temps."
				: `Elle sera supprimée dans ${seconds(value)}, sauf si on la renouvelle.`,
		why: "DHCP et les routeurs IPv6 donnent des adresses pour un temps.",
	},
	preferred_lft: {
		what: ({ value }) => {
			if (value === "forever") return "De même pour les nouvelles connexions.";
			return Number.parseInt(value, 10) <= 0
				? "Ne sert plus à de nouvelles connexions."
				: `Sert à de nouvelles connexions pendant encore ${seconds(value)}.`;
		},
		why: "Ensuite elle est deprecated.",
	},
	"proto.kernel_lo": { what: "Le noyau a posé cette adresse en activant lo.", why: "Personne n'a eu à la régler." },
	"proto.kernel_ra": { what: "Le noyau l'a tirée de l'annonce d'un routeur.", why: "Elle va et vient avec celle-ci." },
	"proto.kernel_ll": { what: "Le noyau l'a faite : c'est l'adresse de lien.", why: "Personne n'a eu à la régler." },
	"proto.other": {
		what: "Qui a posé cette adresse.",
		why: "Une marque pour les programmes ; le noyau n'en fait rien.",
	},
};
