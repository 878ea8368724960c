/** Espaces de noms, groupes, tunnels et marques de ip monitor, en français. */
import type { Entry } from "../text.ts";
import type { otherTopics } from "../topic/other.ts";

export const other: Record<keyof typeof otherTopics, Entry> = {
	"maddress.link": {
		what: "Une adresse matérielle de groupe dont on prend les trames.",
		why: "33:33:… est pour les groupes IPv6, 01:00:5e:… pour ceux d'IPv4.",
	},
	"maddress.family": "Un groupe auquel on est inscrit au niveau d'IP.",
	"maddress.address": {
		what: "Le groupe. 224.0.0.1 et ff02::1 sont toutes les machines du lien.",
		why: "ff02::1:ff… est pour celles dont l'adresse finit ainsi : on y cherche les voisins.",
	},
	"maddress.users": "Combien, sur cette machine, s'y sont inscrits.",
	"maddress.features": "static : ajouté à la main.",
	"netns.name": {
		what: "Un espace de noms réseau : une pile réseau à part, avec sa propre lo, ses routes et ses voisins.",
		why: "ip netns exec NOM COMMANDE y lance quelque chose.",
	},
	"netns.id": {
		what: "Le numéro sous lequel cet espace-ci connaît l'autre.",
		why: "Le link-netnsid d'un veth s'en sert.",
	},
	"netns.nsid": "Le numéro sous lequel cet espace-ci en connaît un autre.",
	"netns.current-nsid": "Le numéro sous lequel celui qu'on interroge le connaît.",
	"token.token": "La moitié basse des adresses tirées des annonces de routeurs ; :: veut dire : aucune posée.",
	"addrlabel.address": "Les adresses de cette plage…",
	"addrlabel.prefixlen": "… qui a tant de bits…",
	"addrlabel.label":
		"… ont cette étiquette : pour expéditeur, on préfère une adresse qui a l'étiquette de la destination.",
	"tunnel.mode": {
		what: "Ce qui voyage dans quoi : dedans/dehors.",
		why: "ipv6/ip est de l'IPv6 dans de l'IPv4 ; any prend tout.",
	},
	"tunnel.dev": "L'interface par laquelle ses paquets doivent sortir.",
	"tunnel.nopmtudisc": "Les paquets extérieurs peuvent être découpés en route.",
	"tuntap.processes": "Les programmes qui en tiennent l'autre bout.",
	"netconf.family": "Pour quelle famille valent ces réglages.",
	"netconf.interface": "Pour quelle interface ; all et default sont des lots à part.",
	"netconf.forwarding": "Si ce qui entre ici est transmis plus loin : si cette machine est un routeur.",
	"netconf.rp_filter": "Si un paquet est jeté quand la réponse ne repartirait pas par là.",
	"netconf.mc_forwarding": "Si le multicast est transmis plus loin.",
	"netconf.bc_forwarding": "Si les diffusions vers un autre sous-réseau sont transmises.",
	"netconf.proxy_neigh": "Si elle répond à ARP et consorts pour d'autres.",
	"netconf.ignore_routes_with_linkdown": "Si l'on saute les routes dont la ligne est sans signal.",
	"netconf.input": "Si les paquets MPLS sont acceptés.",
	"counter.group": {
		what: "Quels compteurs suivent.",
		why: "link : ce que compte toute interface. offload : ce que la carte a transmis d'elle-même. xstats : ce que compte sa sorte, xstats_slave : comme membre. afstats : par protocole.",
	},
	"counter.subgroup": "Lesquels de ce groupe.",
	"counter.suite": "Et lesquels de ceux-là.",
	"counter.l3_stats": "Si l'on a demandé à la carte de compter ce qu'elle route elle-même.",
	"counter.used": "Si une carte le fait.",
	"vrf.name": "Un VRF : des interfaces qui partagent une table de routage à elles.",
	"vrf.none": "Il n'y a pas de VRF ici.",
	"vrf.heading": "Nom et table de routage.",
	"monitor.label": "De quelle sorte est ce qui a changé.",
	"monitor.time": "Quand cela s'est passé.",
	"monitor.nsid": "Dans quel espace de noms.",
	"monitor.deleted": "Cela n'est plus là : la suite décrit ce qu'il y avait.",
	"message.masterFilter":
		"La réponse ne dit pas que le noyau a choisi par master, et ip en doute. Sous un pont, il a bien choisi.",
	"message.flush": "ip dit combien il a effacé.",
	"message.version": "Quel ip c'est.",
	"xstats.IGMP": "Ce que le pont a entendu et envoyé des groupes IPv4, par version d'IGMP.",
	"xstats.MLD": "Ce que le pont a entendu et envoyé des groupes IPv6, par version de MLD.",
	"xstats.STP": "Ce que le port a entendu et envoyé de l'arbre couvrant.",
};
