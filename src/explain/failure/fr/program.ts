/** Les programmes qui parlent sur le réseau, et sysctl, en français. */

import type { program as english } from "../en/program.ts";
import { list } from "../list.ts";
import type { Facts, Tell } from "../text.ts";

export const program: Readonly<Record<keyof typeof english, Tell>> = {
	notModelled: () =>
		"C’est iplab qui le dit, non l’outil réel : ce qui est demandé n’est pas modélisé ici, ou ne finirait jamais. Sur un système réel, cela peut très bien marcher.",
	bridgeWord: ({ word, all }: Facts) => `bridge ne connaît pas ${word}.${all ? ` Il connaît : ${all}.` : ""}`,
	bridgeNoPort: ({ dev, all }: Facts) =>
		`${dev} n’est port d’aucun pont, et seul un port a un tel réglage. Les ports : ${list(all, "aucun")}.`,
	bridgeMissing: ({ words }: Facts) =>
		`Il manque à bridge une partie de ce qu’il lui faut (${words}) : dev nomme le port, vid le VLAN, une adresse MAC l’entrée.`,
	bridgeLladdr: ({ typed }: Facts) =>
		`${typed} n’est pas une adresse MAC : six octets séparés par des deux-points, comme 02:00:00:00:00:01.`,
	bridgeNoEntry: ({ lladdr }: Facts) =>
		`Le pont n’a pas cette entrée pour ${list(lladdr, "cette adresse")} : bridge fdb montre celles qui existent, chacune avec son interface et master ou self.`,
	noWay: ({ dst }: Facts) => `Ce qui part vers ${dst} n’arrive pas, ou la réponse ne revient pas.`,
	noAnswerYet: ({ dst }: Facts) =>
		`Rien n’arrête durablement les paquets vers ${dst} : un peu plus tard, la réponse vient. Une nouvelle adresse doit d’abord se savoir unique, l’adresse de lien d’un voisin être demandée, un pont écouter.`,
	boundNoWay: ({ dst, dev }: Facts) =>
		`Les paquets sont liés à ${dev} : seules ses routes comptent, et seule une réponse qui entre par là. Par cette voie, ${dst} ne répond pas.`,
	linkLocalNoDevice: ({ dst, all }: Facts) =>
		`${dst} ne vaut que sur un lien, et chaque lien peut en avoir une : l’interface s’écrit après un signe pour cent. Il y a : ${list(all, "aucune hormis lo")}.`,
	portRefused: ({ dst, port, ns, listens }: Facts) =>
		`${dst} est atteint, et refuse : aucun programme n’y attend sur le port ${port}. ${ns ? `Dans l’espace de noms ${ns} attendent` : "Il y a en attente"} : ${list(listens, "rien")}.`,
	portTaken: ({ port, holder, state }: Facts) =>
		`Le port ${port} est pris${holder ? ` : une socket tient ${holder}${state ? ` (${state})` : ""}` : ""}. Un port sur une adresse est à une seule socket, et sur 0.0.0.0 ou :: il prend toutes les adresses.`,
	portPrivileged: ({ port }: Facts) =>
		`Les ports sous 1024 sont à root (net.ipv4.ip_unprivileged_port_start), et ${port} en est un. Il faut être root, ou prendre un port plus haut.`,
	sourceForeign: ({ src, all }: Facts) =>
		`${src} doit être la source, mais n’est sur aucune interface d’ici. Les adresses propres sont : ${list(all, "aucune de cette famille")}.`,
	noSourceLeft: ({ dst }: Facts) =>
		`Le noyau n’a rien trouvé d’où envoyer vers ${dst} : aucune adresse à lui qui convienne (::1 même manque là où lo n’a pas d’IPv6), ou tous les ports de sa plage servent déjà vers là-bas.`,
	addressTaken: ({ addr, lladdr }: Facts) =>
		`Quelqu’un a déjà ${addr}${lladdr ? ` : ${lladdr} a répondu` : ""}. -D demande justement cela, une réponse est donc l’échec.`,
	notArpable: ({ dev }: Facts) =>
		`${dev} n’a pas de voisins à interroger par ARP : ce qu’on y envoie ne va pas sur un lien du genre d’Ethernet.`,
	tooLong: ({ size, total, mtu, head, most }: Facts) =>
		`${size} octets de données font un paquet de ${total} avec ses en-têtes (${head}). Pas plus de ${mtu} ne passe d’un seul tenant sur ce chemin, et le paquet ne peut être coupé (-M do), ou dépasse ce qu’IP sait dire : ${most} octets de données au plus.`,
	broadcastAsk: ({ dst }: Facts) =>
		`${dst} est une adresse de diffusion : tous sur le lien l’entendraient. ping veut -b pour savoir que c’est voulu.`,
	broadcastSilent: ({ dst, key }: Facts) =>
		`Tous sur le lien entendent un ping vers ${dst}, et aucun ne répond : un hôte ne répond pas à la diffusion tant que ${key} vaut 1, ce qui est l’ordinaire.`,
	multicastSilent: ({ dst }: Facts) =>
		`${dst} est un groupe. Seul qui y est entré entend, et il n’y a personne pour répondre.`,
	ttlOver: ({ ttl, router, dst }: Facts) =>
		`-t ${ttl} ne laisse au paquet que ${ttl} sauts moins un. Chez ${router || "un routeur"} son temps était fini, avant ${dst}.`,
	wireguardNoPeer: ({ dst }: Facts) =>
		`Le chemin vers ${dst} est une interface WireGuard, et aucun de ses pairs n’a ${dst} parmi ses adresses permises.`,
	noNameServer: ({ name }: Facts) =>
		`${name} est un nom, et il n’y a pas de serveur de noms dans ce monde : les adresses s’écrivent en chiffres.`,
	noHostName: ({ name }: Facts) =>
		`${name} n’est ni une adresse ni un nom : une adresse s’écrit seule ici, sans longueur de préfixe, ni port, ni chemin.`,
	optionTwoFamilies: ({ program }: Facts) =>
		`On parle à ${program} des deux familles, et il n’en prend qu’une à la fois : ping4 et ping6 ont déjà choisi.`,
	optionFamily: ({ option, dst }: Facts) =>
		`${option} n’admet qu’${option === "-4" ? "IPv4" : "IPv6"}, et ${dst} est une adresse de l’autre famille.`,
	portRange: ({ port }: Facts) =>
		`${list(port, "L’adresse")} ne se peut : les ports vont de 1 à 65535, et une URL veut un hôte.`,
	portMissing: ({ dst }: Facts) => `${dst} est l’hôte ; le port manque après lui.`,
	targetMissing: ({ program }: Facts) => `On n’a pas dit à ${program} qui atteindre.`,
	valueRange: ({ word, min, max }: Facts) => `${word} est hors bornes : il faut de ${min} à ${max}.`,
	captureFilter: ({ words }: Facts) =>
		`${words} n’est pas un filtre : des mots comme icmp, arp, tcp, host ADRESSE, port N, liés par and, or, not.`,
	captureDown: ({ dev }: Facts) =>
		`${dev} est désactivée : rien n’y passe que l’on puisse montrer (ip link set ${dev} up).`,
	socketFilter: ({ word }: Facts) =>
		`${word} ne se comprend pas dans un filtre : src ou dst avec une adresse, sport ou dport avec :N, liés par and, or, not.`,
	socketDevice: ({ all }: Facts) => `Le filtre nomme une interface qui n’est pas là. Il y a : ${all}.`,
	noSelinux: () => "-Z montre les contextes SELinux, et SELinux ne tourne pas ici.",
	sysctlValue: ({ key, value, now, taken }: Facts) =>
		`${key} n’accepte pas ${value}. Il vaut ${list(now, "rien")} ; des valeurs essayées sur une copie, il accepte ${list(taken, "aucune")}.`,
	sysctlSecret: ({ key }: Facts) =>
		`${key} attend un secret écrit comme une adresse IPv6, celui d’une interface ou de default ; tant qu’on n’en a pas écrit, il n’y a rien à lire.`,
	sysctlReadOnly: ({ key }: Facts) => `${key} se lit et ne s’écrit pas.`,
	sysctlShared: () =>
		"Ce mode veut un seul VRF par table, et deux en partagent une : ip vrf montre lesquels. Supprimez d’abord l’un d’eux.",
	sysctlSyntax: () =>
		"Ce qu’on écrit est CLÉ=VALEUR, un seul mot sans blancs autour du signe, ou une ligne à elle dans un fichier ; une clé seule se lit, et sans -w.",
	sysctlNothing: () => "On n’a pas dit à sysctl quel réglage ; -a les désigne tous.",
	sysctlFile: ({ file }: Facts) => `Il n’y a pas de fichier ${file} où lire des réglages.`,
	sysctlMissing: ({ key, near }: Facts) =>
		`Il n’y a pas de ${key} dans cet espace de noms : les réglages d’une interface viennent et partent avec elle, et chaque espace a les siens.${near ? ` Le nom le plus proche est ${near}.` : ""}`,
};
