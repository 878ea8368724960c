/** Routes, règles, nexthops et voisins, dont le noyau parle en phrases, en français. */

import type { routing as english } from "../en/routing.ts";
import { list } from "../list.ts";
import type { Facts, Tell } from "../text.ts";

export const routing: Readonly<Record<keyof typeof english, Tell>> = {
	addrAny: () => "L’adresse d’une interface est celle d’un seul hôte ; any, default et :: n’en désignent aucune.",
	anyAddress: ({ word, key }: Facts) => `${word} ne désigne aucune adresse, et ${key} en veut une.`,
	familyOption: ({ option, object }: Facts) =>
		`${option} demande une famille dont ip ${object} n’a rien : ses adresses sont d’IPv4 ou d’IPv6.`,
	familyWords: ({ family }: Facts) => `L’option demande des adresses ${family}, et ceci n’en est pas une.`,
	gatewayBroadcast: ({ gw }: Facts) =>
		`${gw} s’adresse à plusieurs : une diffusion, ou un groupe. Une passerelle est une seule machine.`,
	sixDeviceOnly: () =>
		"En IPv6, une route à plusieurs nexthops est plusieurs routes, chacune avec une passerelle ; une route sans (nexthop dev seul, ou un type qui n’envoie rien nulle part) ne peut en être.",
	getProto: ({ proto }: Facts) => `Une recherche se fait en tcp, udp ou icmp (de sa famille), pas en ${proto}.`,
	getByDevice: ({ dev, dst }: Facts) =>
		`Par ${dev}, aucune route ne mène à ${dst}, et une diffusion ou un groupe n’a pas de route que fibmatch puisse nommer.`,
	getRefused: ({ dst }: Facts) => `Une route ou une règle refuse les paquets vers ${dst} : elle est là pour dire non.`,
	getWords: ({ words }: Facts) =>
		`Une recherche ne prend pas tout cela : ${words}. Elle veut des adresses entières, pas de notify, pas de préfixe après from.`,
	indexUnknown: ({ word, all }: Facts) =>
		`${word} désigne l’interface de ce numéro, et aucune ici ne l’a. Il y a : ${all}.`,
	nexthopFamily: ({ id }: Facts) => `Le nexthop ${id} mène à une adresse IPv4, et ceci est une route IPv6.`,
	nexthopFdb: ({ id }: Facts) =>
		`Un nexthop fdb (${list(id, "celui-ci")}) est pour la table de commutation d’un VXLAN ; une route ne peut s’en servir, il n’a pas d’interface, et dans un groupe tous sont fdb ou aucun.`,
	nexthopNoDevice: ({ gw }: Facts) =>
		`Le nexthop nomme sa passerelle ${gw} et non l’interface qui y mène : dev INTERFACE.`,
	nexthopNoId: ({ ids }: Facts) => `Un nexthop se supprime par son numéro : id N. Il y a : ${list(ids, "aucun")}.`,
	nexthopNothing: () =>
		"La commande donne un numéro et rien avec : un nexthop est une passerelle et son interface, une interface, un groupe ou blackhole, en IPv4 ou IPv6.",
	nexthopTwice: ({ word }: Facts) =>
		`${word} est avant nexthop et après, et ils diffèrent. Avec plusieurs nexthops, il appartient à chacun.`,
	nexthopSource: () => "Une route qui a son propre from ne peut désigner un objet nexthop.",
	nexthopBuckets: () => "Un groupe resilient se répartit sur des buckets, dont il faut dire le nombre : buckets N.",
	nexthopOnlyId: () => "Un objet nexthop se supprime par son numéro seul ; tout autre mot à son sujet est refusé.",
	nexthopExcludes: ({ word }: Facts) =>
		word === "fdb"
			? "Un nexthop fdb n’est qu’une adresse : il n’a ni interface ni encapsulation, et n’est pas un blackhole."
			: "Un nexthop blackhole ne mène nulle part : il n’a ni passerelle, ni interface, ni encapsulation, et n’est pas fdb.",
	groupInGroup: ({ group }: Facts) =>
		`Un groupe a pour membres de simples nexthops, et dans ${group} il y a un groupe.`,
	groupTwice: ({ group }: Facts) =>
		`Un nexthop n’est qu’une fois dans un groupe, et dans ${group} l’un y est deux fois. Pour qu’il compte plus, il a un poids : ID,POIDS.`,
	groupAlone: () => "Un groupe n’a pas de chemin à lui : ses membres en ont. Ni dev, ni via, ni blackhole à côté.",
	nexthopZero: () => "Les numéros de nexthop commencent à 1.",
	nexthopOtherKind: ({ id }: Facts) =>
		`Des routes et des groupes s’appuient sur le nexthop ${id} : remplacé, il reste de sa sorte, un chemin, un groupe, ou un groupe resilient avec son nombre de buckets ; et pas de blackhole parmi plusieurs.`,
	nexthopBucketNone: ({ id }: Facts) =>
		`Seul un groupe resilient a des buckets, comptés à partir de 0, et ${list(id, "celui-ci")} n’a pas celui-là.`,
	gatewayFamily: ({ gw }: Facts) =>
		`${list(gw, "La passerelle")} est d’une famille qui ne peut pas être la passerelle ici : une route d’IPv4 en prend une d’IPv4 ou, avec via inet6, d’IPv6 ; une route d’IPv6 seulement une d’IPv6.`,
	loDownForBlackhole: ({ dev }: Facts) =>
		`${dev} est désactivé, et le nexthop le veut activé ; un blackhole tient à lo.`,
	natGone: () => "map servait à traduire des adresses dans les routes, ce que Linux a abandonné depuis longtemps.",
	onlinkNoDevice: ({ gw }: Facts) => `onlink dit : crois que ${gw} est sur le lien. Sur quel lien, dev doit le dire.`,
	onlinkNoGateway: () => "onlink parle d’une passerelle, et cette route n’en a pas, ou son interface ne peut en avoir.",
	congestion: ({ name }: Facts) => `Le noyau ne connaît pas de contrôle de congestion nommé ${name}.`,
	scopeGateway: () =>
		"Une route de scope host finit sur cette machine ; elle n’a donc ni passerelle ni plusieurs nexthops.",
	routeScope: ({ scope }: Facts) =>
		`Une route ne peut avoir le scope ${scope} : nowhere veut dire qu’il n’y en a pas, et un type qui n’envoie rien a le sien d’office.`,
	routeNoIpv6: ({ dev }: Facts) =>
		`IPv6 est coupé sur ${dev} (net.ipv6.conf.${dev}.disable_ipv6, ou un mtu sous 1280), aucune route IPv6 ne peut donc y passer.`,
	routeChangeMissing: () =>
		"change veut que la route soit là, avec mêmes destination, metric et table ; elle n’y est pas. replace la crée où elle manque.",
	routeExistsSome: ({ gw }: Facts) =>
		`L’un des nexthops (${gw}) fait une route vers cette destination qui est déjà là.`,
	hopTwice: ({ gw }: Facts) =>
		`${gw} est nommé deux fois. En IPv6, chaque nexthop est une route à lui, et la seconde serait encore la première.`,
	ruleFamily: ({ addr }: Facts) => `${addr} est d’IPv6, et une règle est d’IPv4 si rien d’autre n’est dit : -6 le dit.`,
	ruleNoArguments: () => "Une règle doit dire quelque chose : pour quels paquets, ou qu’en faire.",
	tosBits: ({ tos }: Facts) =>
		`${tos} ne peut se chercher : les deux bits bas sont à ECN, et une règle d’IPv4 ne voit que 0x1c du reste.`,
	portRangeRule: ({ key, range }: Facts) => `${key} ${range} commence après sa fin.`,
	l3mdevTable: () => "l3mdev prend la table du VRF dont est le paquet ; on ne peut en nommer une autre.",
	proxyNoDevice: () => "Répondre pour un autre se fait sur un lien : dev dit lequel.",
	incomingRpFilter: ({ from, iif }: Facts) =>
		`rp_filter ne croit pas qu’un paquet de ${from} soit entré par ${iif} : la route du retour sort ailleurs, ou il n’y en a pas.`,
	incomingDown: ({ iif }: Facts) => `${iif} est désactivé : rien n’entre par là.`,
	incomingForward: ({ from, iif, dst }: Facts) =>
		`Un paquet${from ? ` de ${from}` : ""} entré par ${iif} pour ${dst} serait à transmettre : net.ipv4.ip_forward y vaut 0, aucune route ne mène plus loin, ou une route dit non.`,
	incomingNone: ({ dst, iif }: Facts) =>
		`Un paquet vers ${dst} qui entre par ${iif} ne trouve pas de route : les tables sont consultées comme pour un paquet de cette machine, et aucune n’y mène.`,
	incomingMartian: ({ from, iif }: Facts) =>
		`Un paquet${from ? ` de ${from}` : ""} par ${iif} n’est pas cru (un martien) : sa source est une adresse de cette machine, un groupe, aucune, ou une vers laquelle aucune route ne revient ; connected est pour ce que la machine envoie elle-même.`,
	autojoinGroup: ({ addr }: Facts) => `autojoin fait entrer dans un groupe, et ${addr} est l’adresse d’un hôte.`,
	nexthopOrWay: ({ id }: Facts) =>
		`La route désigne le nexthop ${id}, qui est tout son chemin : via et dev ne peuvent être dits en plus.`,
	gatewayTwice: ({ first, second }: Facts) =>
		`Un même nexthop a ici deux passerelles, une de chaque famille${first ? ` : ${first} et ${second}` : ""}. Il n’en prend qu’une ; une autre est un nexthop à part.`,
	encapInline: () =>
		`Un en-tête de routage par segments n’entre que dans un paquet IPv6 (inline) ; un paquet IPv4 peut être emballé dans un autre (mode encap).`,
	nexthopGroupAlone: () =>
		`Un groupe n’est que ses membres : chemins, tunnels, ou seaux d’une autre sorte de groupe ne se disent pas de lui.`,
	encapMissing: ({ type }: Facts) =>
		`Ce noyau ne sait pas emballer des paquets en ${type} sur une route : il est bâti, ou tourne, sans cela.`,
	blackholeGroup: ({ group }: Facts) =>
		`L’un de ${group} est un blackhole, et l’on ne partage pas des paquets entre un chemin et aucun : dans un groupe, il est seul.`,
	tosSix: () => `Les routes d’IPv6 ne regardent pas le type de service.`,
	flushInvalid: () =>
		`Le noyau a refusé de supprimer l’une des routes qui conviennent, telle qu’elle est listée ; celles d’avant sont parties.`,
};
