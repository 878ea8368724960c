/** Ce que -d ajoute à tout lien, en français. */
import type { Text } from "../text.ts";
import type { detailTopics } from "../topic/detail.ts";

export const detail: Record<keyof typeof detailTopics, Text> = {
	"detail.promiscuity": {
		what: "Combien demandent à entendre toutes les trames, même celles des autres.",
		why: "tcpdump compte pour un, l'appartenance à un pont aussi.",
	},
	"detail.allmulti": {
		what: "Combien demandent les trames de tous les groupes.",
		why: "Les routeurs multicast le font.",
	},
	"detail.min_mtu": {
		what: "Le plus petit mtu qu'on puisse lui donner.",
		why: "68 est le minimum d'IPv4.",
		here: ({ value }) => (value === "0" ? "0 : sans limite." : undefined),
	},
	"detail.max_mtu": {
		what: "Le plus grand mtu qu'on puisse lui donner.",
		why: "Fixé par le pilote.",
		here: ({ value }) => (value === "0" ? "0 : sans limite." : undefined),
	},
	"detail.addrgenmode": {
		what: "Comment elle fabrique elle-même son adresse fe80::.",
		why: "eui64 la tire de la MAC, random la cache.",
	},
	"detail.num_tx_queues": {
		what: "Depuis combien de queues elle peut envoyer.",
		why: "À plusieurs, plusieurs processeurs envoient à la fois.",
	},
	"detail.num_rx_queues": {
		what: "Dans combien de queues elle peut recevoir.",
		why: "À plusieurs, plusieurs processeurs reçoivent à la fois.",
	},
	"detail.gso_max_size": {
		what: "Le plus gros paquet qu'on peut lui confier, à découper plus tard.",
		why: "Découper le plus tard possible épargne du travail.",
	},
	"detail.gso_max_segs": { what: "En combien de morceaux au plus.", why: "Une limite du pilote." },
	"detail.tso_max_size": {
		what: "Le plus gros que la carte sache découper elle-même.",
		why: "Une limite du matériel.",
	},
	"detail.tso_max_segs": { what: "En combien de morceaux au plus.", why: "Une limite du matériel." },
	"detail.gro_max_size": {
		what: "Le plus gros paquet recollé à partir de ceux reçus.",
		why: "Moins de paquets, plus gros : moins de travail.",
	},
	"detail.gso_ipv4_max_size": { what: "Comme gso_max_size, pour IPv4.", why: "IPv6 peut aller plus loin." },
	"detail.gro_ipv4_max_size": { what: "Comme gro_max_size, pour IPv4.", why: "IPv6 peut aller plus loin." },
	"detail.phys": { what: "De quel port de quel matériel il s'agit.", why: "Utile quand une carte en porte beaucoup." },
	"detail.parentbus": { what: "Comment le matériel est branché.", why: "pci, usb, virtio…" },
	"detail.parentdev": { what: "Quel matériel c'est, sur ce bus.", why: "lspci montre le même numéro." },
	"detail.netns-immutable": {
		what: "Elle ne peut pas passer dans un autre espace de noms réseau.",
		why: "Ainsi de lo.",
	},
};
