/** Ce qui est inhabituel, en français : ce que c'est, pourquoi cela compte, comment regarder plus loin. */
import type { UnusualTexts } from "../text.ts";

export const unusual: UnusualTexts = {
	"lo.down": {
		what: () => "lo est désactivée.",
		why: "Cette machine n'atteint aucune adresse à elle : ni 127.0.0.1, ni celles de ses cartes.",
		look: () => "ip link set lo up",
	},
	"lo.no127": {
		what: () => "lo n'a pas 127.0.0.1.",
		why: "Ce qui parle à localhost en IPv4 échouera ; le noyau donne cette adresse à lo chaque fois qu'on l'active.",
		look: () => "ip addr add 127.0.0.1/8 dev lo",
	},
	"lo.no6": {
		what: () => "lo n'a pas ::1.",
		why: "IPv6 est désactivé ici : ce qui essaie localhost d'abord en IPv6 doit se rabattre, ou échoue. Les conteneurs sont souvent ainsi.",
		look: () => "sysctl net.ipv6.conf.lo.disable_ipv6",
	},
	"lo.only4": {
		what: ({ other }) => `lo n'a pas ::1, alors que ${other} a de l'IPv6.`,
		why: "IPv6 est désactivé sur lo seule, ou quelqu'un a ôté l'adresse : ce qui essaie localhost d'abord en IPv6 doit se rabattre, ou échoue.",
		look: () => "sysctl net.ipv6.conf.lo.disable_ipv6",
	},
	"lo.global": {
		what: ({ value }) => `lo porte ${value}, qui est valable au-delà de cette machine.`,
		why: "L'identité d'un routeur, l'adresse d'un service (VIP) ou une adresse anycast : elle répond par toute carte, et aucun câble ne la fait tomber. Rien de grave si quelqu'un l'a voulu.",
		look: ({ value }) => `ip route get ${value} chez un voisin montre s'il sait un chemin jusqu'ici`,
	},
	"lo.wsl": {
		what: ({ value }) => `lo porte ${value} : c'est le sous-système Linux de Windows (WSL).`,
		why: "Son DNS y répond ; ce n'est pas une adresse de votre réseau.",
		look: () => "cat /etc/resolv.conf",
	},
	"lo.mtu": {
		what: ({ value }) => `lo a un mtu de ${value}, et non de 65536.`,
		why: "Quelqu'un l'a changé. Sans danger, mais chaque gros message à soi-même est découpé davantage.",
		look: () => "ip link set lo mtu 65536",
	},
	"lo.prefix": {
		what: ({ value }) => `127.0.0.1 a ici un préfixe /${value}, et non /8.`,
		why: "Seule cette partie de 127/8 ramène à cette machine ; le reste va où disent les routes, et s'y perd.",
		look: () => "ip route get 127.1.2.3",
	},
	"addr.127": {
		what: ({ value, dev }) => `${value} est sur ${dev}, et non sur lo.`,
		why: "127.x veut dire « moi-même » où qu'on l'écrive ; sur le câble, c'est jeté.",
		look: ({ value }) => `ip route get ${value}`,
	},
	"addr.127scope": {
		what: ({ value, dev }) => `Une adresse de 127/8 sur ${dev} a le scope ${value}, et non host.`,
		why: "Le noyau peut la prendre pour expéditeur de ce qui sort, et refuse ensuite de l'envoyer.",
		look: ({ dev }) => `ip addr show dev ${dev}`,
	},
	"addr.host": {
		what: ({ value, dev }) => `${value} sur ${dev} a le scope host.`,
		why: "Elle n'est choisie comme expéditeur de rien de ce qui sort ; pour l'adresse d'une carte, c'est rarement voulu.",
		look: ({ value }) => `ip route get 192.0.2.1 from ${value}`,
	},
	"addr.scope6": {
		what: ({ value }) => `${value} est une adresse de lien local, mais il est écrit scope global.`,
		why: "Le noyau lit le scope dans l'adresse et l'affiche ainsi ; quelqu'un a retouché ce texte à la main.",
		look: ({ dev }) => `ip -6 addr show dev ${dev}`,
	},
	"addr.apipa": {
		what: ({ value, dev }) =>
			`${value} sur ${dev} est une adresse qu'une machine se donne quand aucun serveur DHCP ne répond.`,
		why: "Elle atteint, sur ce lien, ceux qui ont fait de même, et personne d'autre. Voir le câble, le mot de passe du Wi-Fi ou le serveur DHCP.",
		look: ({ dev }) => `ip -s link show ${dev} (reçoit-elle quelque chose ?)`,
	},
	"addr.down": {
		what: ({ value, dev }) => `${dev} porte ${value}, mais elle est désactivée.`,
		why: "On n'atteint personne par elle. Cette machine continue pourtant de répondre à cette adresse : elle est dans la table local.",
		look: ({ dev }) => `ip link set ${dev} up`,
	},
	"addr.label": {
		what: ({ value, dev }) => `Une adresse de ${dev} a pour étiquette ${value}.`,
		why: "Une étiquette commence d'ordinaire par le nom de son interface : des lignes manquent sans doute entre les deux.",
		look: ({ value }) => `ip addr show dev ${value}`,
	},
	"addr.dadfailed": {
		what: ({ value, dev }) => `${value} est prise : quelqu'un d'autre l'a sur le lien de ${dev} (dadfailed).`,
		why: "Elle ne sert pas. L'un des deux doit changer ; une machine clonée en est la cause habituelle.",
		look: ({ value, dev }) => `ip neigh show ${value} dev ${dev}, sur une autre machine du lien`,
	},
	"addr.tentative": {
		what: ({ value, dev }) => `${value} sur ${dev} est encore en cours de vérification (tentative).`,
		why: "Rien ne peut s'en servir encore. C'est l'affaire d'une seconde ou deux ; si cela dure, le lien n'a pas de signal.",
		look: ({ dev }) => `ip addr show dev ${dev} tentative`,
	},
	"addr.deprecated": {
		what: ({ value, dev }) => `${value} sur ${dev} est deprecated.`,
		why: "Les nouvelles connexions en prennent une autre. C'est la fin d'un bail, ou des annonces d'un routeur.",
		look: ({ dev }) => `ip addr show dev ${dev} deprecated`,
	},
	"addr.overlap": {
		what: ({ value, dev, other }) => `Le sous-réseau de ${value} sur ${dev} recouvre celui de ${other}.`,
		why: "Pour les voisins qui sont dans les deux, le noyau prend un seul des liens, selon la route qui vient en premier ; les autres restent introuvables.",
		look: () => "ip route get ADRESSE montre quel lien est pris",
	},
	"addr.twice": {
		what: ({ value, dev, other }) => `${value} est sur ${dev}, et aussi sur ${other}.`,
		why: "Les réponses peuvent venir par un autre lien que les questions.",
		look: ({ value }) => `ip route show table local ${value}`,
	},
	"addr.alone": {
		what: ({ value, dev }) => `${value} sur ${dev} est un /32 : une adresse sans voisins.`,
		why: "Par elle on n'atteint personne, sauf si des routes disent comment. Les clouds, les VIP et les réseaux de conteneurs le font exprès ; sinon, on a oublié une longueur de préfixe.",
		look: ({ dev }) => `ip route show dev ${dev}`,
	},
	"addr.vip": {
		what: ({ value, dev, other }) => `${value} sur ${dev} est un /32 à côté de ${other}, dans le même sous-réseau.`,
		why: "keepalived, kube-vip et leurs semblables ajoutent ainsi l'adresse d'un service (VIP), qui peut passer à une autre machine. Les voisins s'atteignent par la route de l'autre adresse.",
		look: ({ value }) => `arping ${value} chez un voisin montre quelle machine l'a`,
	},
	"addr.broadcast": {
		what: ({ value, other }) =>
			`L'adresse de diffusion ${value} ne va pas à son sous-réseau, dont la dernière adresse est ${other}.`,
		why: "Les machines qui ne s'accordent pas là-dessus n'entendent pas leurs diffusions ; c'est peut-être la longueur de préfixe qui est fausse.",
		look: () => "ip addr change ADRESSE/LONGUEUR brd + dev INTERFACE",
	},
	"link.nocarrier": {
		what: ({ dev }) => `${dev} est activée, mais sans signal (NO-CARRIER).`,
		why: "Rien ne passe : pas de câble, personne à l'autre bout, un pont sans membre, ou un programme qui ne tourne pas.",
		look: ({ dev }) => `ip -d link show ${dev}`,
	},
	"link.nomember": {
		what: ({ dev }) => `${dev} est un pont dont aucun membre n'a de signal (NO-CARRIER).`,
		why: "C'est habituel pour docker0, virbr0 et leurs semblables tant qu'aucun conteneur ni machine virtuelle ne tourne.",
		look: ({ dev }) => `ip link show master ${dev}`,
	},
	"link.nosignal": {
		what: ({ dev }) => `${dev} est UP, mais pas LOWER_UP.`,
		why: "Elle est activée, et sa ligne n'est pas prête.",
		look: ({ dev }) => `ip -d link show ${dev}`,
	},
	"link.lowerdown": {
		what: ({ dev, other }) =>
			`${dev} repose sur ${other === "" ? "une interface" : other}, qui est désactivée (M-DOWN).`,
		why: "Par elle, rien ne va bien loin avant que celle-là soit activée.",
		look: ({ other }) => `ip link set ${other === "" ? "INTERFACE" : other} up`,
	},
	"link.mtu4": {
		what: ({ dev, value }) => `${dev} a un mtu de ${value} : trop petit même pour IPv4, qui demande 68.`,
		why: "Le noyau désactive IPv4 et IPv6 sur un tel lien.",
		look: ({ dev }) => `ip link set ${dev} mtu 1500`,
	},
	"link.mtu6": {
		what: ({ dev, value }) => `${dev} a un mtu de ${value} : trop petit pour IPv6, à qui il faut 1280.`,
		why: "Le noyau désactive IPv6 sur un tel lien.",
		look: ({ dev }) => `ip link set ${dev} mtu 1500`,
	},
	"link.mtulower": {
		what: ({ dev, value, other }) => `${dev} a un mtu de ${value}, plus grand que celui de ${other}, en dessous.`,
		why: "Ses gros paquets n'y passent pas ; ils se perdent sans bruit.",
		look: ({ dev }) => `ip -d link show ${dev}`,
	},
	"link.mtupeer": {
		what: ({ dev, value, other }) => `${dev} a un mtu de ${value}, et son autre bout un autre : ${other}.`,
		why: "Les gros paquets ne passent que dans un sens.",
		look: ({ dev, value }) => `ip link set ${dev} mtu … (ici ${value})`,
	},
	"link.mac": {
		what: ({ dev, other, value }) => `${dev} et ${other} ont la même adresse matérielle, ${value}.`,
		why: "Sur un même réseau, un commutateur n'enverrait qu'à l'une des deux. Machines clonées et configurations recopiées en sont la cause habituelle.",
		look: ({ value }) => `ip -br link | grep ${value}`,
	},
	"stats.errors": {
		what: ({ dev, value }) => `${dev === "" ? "Un lien" : dev} compte ${value} erreurs.`,
		why: "Il ne devrait pas y en avoir. Sur une carte : mauvais câble, mauvaise vitesse, carte qui lâche ; sur un tunnel : pas de chemin vers l'autre bout.",
		look: ({ dev }) => `ip -s -s link show ${dev}`.trimEnd(),
	},
	"route.linkdown": {
		what: ({ value, dev }) =>
			`La route vers ${value || "quelque part"} passe par ${dev || "un lien"}, sans signal (linkdown).`,
		why: "Elle sert quand même, et les paquets disparaissent, sauf si ignore_routes_with_linkdown est mis. Pour docker0 sans conteneur, c'est courant.",
		look: ({ dev }) => `ip link show ${dev}`.trimEnd(),
	},
	"route.dead": {
		what: ({ value, dev }) =>
			`La route vers ${value || "quelque part"} est morte : ${dev || "son lien"} est désactivé.`,
		why: "Elle ne sert pas.",
		look: ({ dev }) => `ip link show ${dev}`.trimEnd(),
	},
	"route.anyip": {
		what: ({ value }) => `Tout ${value} est local : cette machine prend chacune de ses adresses pour sienne.`,
		why: "Quelqu'un a posé cette route à la main (AnyIP). Des serveurs à nombreuses adresses et des proxys transparents le font ; par erreur, elle coupe des vraies.",
		look: ({ value }) => `ip route get ${value.split("/")[0]}`,
	},
	"route.defaults": {
		what: ({ other }) => `Il y a plus d'une route par défaut ; la prise est ${other}, pour sa métrique plus petite.`,
		why: "Un portable avec câble et Wi-Fi est ainsi. Si la première ne mène nulle part, l'autre n'y fait rien tant qu'elle est là.",
		look: () => "ip route get 192.0.2.1",
	},
	"route.samedefaults": {
		what: () => "Deux routes par défaut ont la même métrique.",
		why: "Laquelle est prise dépend de l'ordre où elles ont été posées, et de la passerelle qui répond ; des paquets peuvent partir par la mauvaise.",
		look: () => "ip route get 192.0.2.1",
	},
	"neigh.failed": {
		what: ({ value, dev }) => `${value} ne répond pas${dev === "" ? "" : ` sur ${dev}`} (FAILED).`,
		why: "Elle est éteinte, ou sur un autre lien, ou son adresse est fausse : les paquets pour elle reviennent en « No route to host ».",
		look: ({ value, dev }) => (dev === "" ? `ip neigh get ${value}` : `arping -I ${dev} ${value}`),
	},
	"rule.asleep": {
		what: ({ value }) => `La règle ${value} n'a pas d'effet : ce qu'elle nomme n'est pas là.`,
		why: "Ses paquets passent à la règle suivante.",
		look: () => "ip link; ip rule",
	},
};
