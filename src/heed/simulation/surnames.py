"""
Family names that few people bear: invented, made of parts as place names and patronymics are, and very many.

How many different ones a force meets grows with the number of its people: about 300,000 among ten million, as in the register
of linkage.md. Some of the names made here exist; whoever bears one here is invented all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

HEAD = 0.02
"""How far from the steepest part of the curve the most frequent invented name stands: it has about one bearer in 800."""


def _split(parts: str) -> tuple[str, ...]:
    return tuple(parts.split())


@dataclass(frozen=True, slots=True)
class Tail:
    """The long tail of an origin's family names. share: of a hundred families. middles: stand between start and end."""

    share: int
    starts: tuple[str, ...]
    middles: tuple[str, ...]
    ends: tuple[str, ...]

    @property
    def names(self) -> int:
        """Count the names that can be made: those of two parts, then those of three."""
        return len(self.starts) * len(self.ends) * (1 + len(self.middles))

    def name(self, number: int) -> str:
        """Return the number-th name from 0, the most frequent."""
        two = len(self.starts) * len(self.ends)
        # 7919 is a prime that divides no count of parts: every pair comes once, and neighbours do not look alike.
        pair = number * 7919 % two
        start, end = self.starts[pair % len(self.starts)], self.ends[pair // len(self.starts)]
        middle = "" if number < two else self.middles[number // two - 1]
        return start + middle + end

    def draw(self, chance: float) -> str:
        """Return a name by a number from 0 up to 1: the cube makes few names frequent and most of them borne once."""
        spread = HEAD + (1 - HEAD) * chance
        head = HEAD * HEAD * HEAD
        place = (spread * spread * spread - head) / (1 - head)
        return self.name(min(self.names - 1, int(self.names * place)))


def _tail(share: int, starts: str, ends: str, middles: Sequence[str] = ()) -> Tail:
    return Tail(share, _split(starts), tuple(middles), _split(ends))


_PLACES = (
    "Ash Ald Arm Bark Bas Beck Ben Bick Birk Black Bol Brad Bram Brig Brock Brom Buck Burn Cald Carl Cat Chad Chal Char Chil"
    " Clay Clif Cob Col Cop Cor Cran Cres Crom Cul Dal Dar Den Der Din Dod Don Dun Ead East Eck Ed El Em Ever Fair Farn Fen"
    " Fern Fin Flax Fox Ful Gar Gib Glad Gol Gos Gran Grim Had Hal Ham Han Har Has Hat Haw Hay Hen Her Hex Hick Hig Hol Hor"
    " Hough Hux Il In Kel Ken Ket Kil Kim Kirk Knap Lam Lan Lang Law Led Lin Lit Lod Long Lud Lyn Mal Mar Mel Mid Mil Mor Mos"
    " Nor Nut Oak Old Or Ot Pad Pal Pem Pen Pick Pil Pol Pres Quar Rad Rams Raven Red Rip Rock Rom Ros Rud Rus Sal San Sed"
    " Shap Shel Shir Sil Skel Som South Stan Stap Stock Strat Sud Sut Swin Tad Tam Tar Thorn Thur Til Tod Tow Tres Tun Up Wad"
    " Wal War Wat Wel Wen Wes Whit Wid Wig Wil Win Wood Wor Wyn Yar Yel"
)
_PLACE_ENDS = (
    "bridge brook bury by church cliffe combe cote cott croft dale den don field fold ford gate grave greave ham hill holme"
    " house hurst land ley low man mere mont more ness ridge row royd shaw side smith son stead stone thorpe ton tree wall"
    " ward wick wood worth yard"
)
_PLACE_MIDDLES = _split(
    "a al an ar ber ches e el en er ers es ing ings ker le ler ling mer o ol on or ot ow ren ring s sel sing ster ter tle ver"
    " wal wen y"
)

PLACES = _tail(55, _PLACES, _PLACE_ENDS, _PLACE_MIDDLES)

TAILS = {
    "british": PLACES,
    "caribbean": PLACES,
    "irish": _tail(
        35,
        "Mc O' Mac Fitz",
        "Ardle Avoy Brearty Cafferky Carron Clafferty Corrigan Culloch Daid Dara Devlin Donagh Elhinney Entee Fadden Garrity"
        " Ginley Glinchey Goldrick Govern Grath Guigan Hale Ilroy Inerney Keown Kiernan Laverty Mahon Nally Nulty Parland"
        " Rory Shane Sorley Tiernan Vey Whelan",
    ),
    "south_asian_muslim": _tail(
        12,
        "Abd Afz Anw Ash Bash Far Ghul Hab Ham Jah Jam Kal Kar Mas Muz Nad Nas Qad Rah Raf Saj Sar Shaf Tah Was Yaq Zah",
        "ar al aq ir eed oor ood iq ullah een ani eer avi uddin",
        _split("ar im am af"),
    ),
    "south_asian_hindu_sikh": _tail(
        25,
        "Agar Bal Band Bhan Chand Dev Dhal Gan Gar Har Jan Kal Kap Kri Lal Mad Mal Nag Nar Pand Par Pra Raj Ram Sal San Sub"
        " Tal Thak Ven Vij",
        "wal dari oor ya esh ana ota sena wani ghera dhu thi ekar iya anna kar raju swamy",
        _split("a i ar an"),
    ),
    "polish": _tail(
        60,
        "Adam Bart Biel Bor Brzez Buk Chmiel Czar Dol Gaj Gór Jabł Jasi Jawor Kacz Kali Kar Klim Kos Kow Kraw Lip Mak Mal"
        " Nied Olsz Ost Paw Pod Rad Rut Sad Sob Sok Stan Świd Szcz Tom Urb Wal Wil Wron Zab Zal Zaw",
        "czyk ecki ak ek owski ewski iński ewicz owicz icki",
        _split("a i er al ul in"),
    ),
    "romanian": _tail(
        45,
        "Alb Ard Băl Barb Bot Bran Buc Căl Chir Cor Crăc Dobr Drag Flor Frăț Gav Grig Han Ion Laz Lup Măn Marin Mir Negr Olt"
        " Păun Petr Pop Rad Roș Sand Sim Stăn Tăn Tod Ung Vlad Voic Zam",
        "escu eanu ea an aru oiu aș uș ici",
        _split("ul in or"),
    ),
    "west_african": _tail(
        55,
        "Abi Ade Afo Aga Aki Ala Amo Ani Aye Ayo Bam Chi Chukwu Dan Ebo Egbu Eke Ene Ezi Fa Ike Iro Ka Ko Kwa Nna Nwa Obi Odu"
        " Ofo Ogu Oke Ola Olu Oni Ony Oyi Sar So Uche Uzo",
        "bola dele fo gun jimi kandu kunle luwa machi mbe na ndu nko nwa ofor pong ra rinde sanya tayo tola wole yinka zor",
        _split("ba de ka ko la me no"),
    ),
    "chinese": _tail(10, "Fu He Ho Hu Ke Ko Lo Lu Mo Pa Qi Sh Su Xi Ya Yu Zh", "an ang ao ei en eng iu ong ou un"),
    "portuguese": _tail(
        25,
        "Alm Andr Arr Bar Barb Bran Cal Cam Card Carv Cast Coel Cor Cun Esp Fig Fons Gui Lac Mac Mag Mat Mon Mour Nog Pai"
        " Pinh Quei Ram Rib Sal Samp Tav Teix Vasc Viei",
        "ais ão eira eda el es eiro inho oso osa ado ares",
        _split("al ar er"),
    ),
}
