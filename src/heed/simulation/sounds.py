"""How a name that was heard may be written: spellings that sound the same, sounds taken for one another, accents left out."""

from random import Random

SPELLINGS = (
    "Smith Smyth Smythe", "Stevens Stephens", "Clark Clarke", "Thompson Thomson Tomson", "Davies Davis Davys",
    "Brown Browne", "Phillips Philips Phillipps", "Reid Reed Read", "Lee Leigh Lea", "Allen Allan Alan", "Bailey Bayley Baily",
    "Moore More Moor", "Green Greene", "Harris Harries", "Mitchell Mitchel", "Elliott Elliot Eliott", "Pearce Pierce Pearse",
    "Cook Cooke", "White Whyte", "Taylor Tayler", "Matthews Mathews", "Rogers Rodgers", "Lowe Low", "Stewart Stuart",
    "Watson Wattson", "Simpson Simson", "Anderson Andersen", "Murray Murry", "Parker Parkar", "Webb Web", "Wood Woods",
    "Hill Hills", "Holmes Homes", "Gibbs Gibs",
    "Catherine Katherine Kathryn Catharine", "Sarah Sara", "Stephen Steven Stephan", "Ann Anne", "John Jon", "Geoffrey Jeffrey",
    "Graham Graeme", "Ian Iain", "Lynn Lynne Lyn", "Claire Clare Clair", "Teresa Theresa", "Nicola Nichola", "Rachel Rachael",
    "Deborah Debra", "Tracey Tracy", "Lesley Leslie", "Matthew Mathew", "Philip Phillip", "Callum Calum", "Connor Conor",
    "Sean Shaun Shawn", "Niamh Neve", "Siobhan Shivaun Chevonne", "Aoife Eefa", "Caitlin Katelyn", "Isabella Izabella",
    "Sophie Sofie", "Zoe Zoey", "Gillian Jillian", "Jacqueline Jaqueline", "Michael Micheal", "Marjorie Margery",
    "Kathleen Cathleen", "Elizabeth Elisabeth", "Alison Allison", "Hayley Hailey", "Leanne Lianne", "Sheila Sheelagh",
    "Neil Neal Niall", "Gary Garry", "Craig Kraig", "Jonathan Johnathan", "Nicholas Nicolas", "Christopher Kristopher",
    "Dennis Denis", "Lawrence Laurence", "Frances Francis", "Emily Emilie", "Abigail Abigale", "Megan Meghan", "Amelia Emelia",
    "Mohammed Muhammad Mohammad Mohamed Muhammed Mohamad", "Hussain Hussein Husain", "Ahmed Ahmad", "Yusuf Yousef Yousuf",
    "Usman Osman", "Fatima Fatimah", "Ayesha Aisha Aysha", "Zainab Zaynab", "Maryam Mariam", "Amina Aminah", "Hassan Hasan",
    "Chowdhury Choudhury Chaudhry Choudhry", "Rahman Rehman", "Mahmood Mehmood Mahmud", "Shah Sha", "Iqbal Eqbal", "Uddin Udin",
    "Miah Mia", "Begum Begam", "Bibi Beebi", "Sheikh Shaikh", "Qureshi Quraishi", "Malik Malick", "Tariq Tarik", "Saima Saimah",
    "Patel Pattel", "Chauhan Chohan", "Sharma Shama", "Kiran Kieran", "Lakshmi Laxmi", "Pooja Puja", "Iyer Ayer", "Desai Desay",
    "Joanna Joana", "Natalia Natalie", "Jakub Jacob", "Adam Adem", "Kowalski Kovalski", "Nowak Novak", "Wójcik Wojcick",
    "Cristian Christian", "Mihai Mihail", "Ștefania Stefanie", "Ionescu Ionesco", "Popescu Popesco", "Andreea Andrea",
    "Emeka Emecka", "Okafor Okafo", "Adeyemi Adeyami", "Mensah Mensa", "Balogun Ballogun", "Boateng Boatang", "Olumide Olamide",
    "Wong Wang Huang", "Chan Chen Chang", "Cheung Cheong", "Li Lee", "Zhang Chang", "Ng Ing", "Zhou Chow", "Tsang Chang",
    "Silva Sylva", "Sousa Souza", "Fernandes Fernandez", "Rodrigues Rodriguez", "Gonçalves Gonsalves", "Martins Martin",
    "Lopes Lopez", "Gomes Gomez", "João Joao Jao", "Campbell Cambell", "Beverley Beverly", "Delroy Dellroy", "Marcia Marsha",
    "O'Connor O'Conner", "O'Neill O'Neil", "McLoughlin McLaughlin McGloughlin", "Doherty Docherty Dougherty",
    "Byrne Burn Byrnes", "Walsh Welsh", "Gallagher Gallacher", "Kavanagh Cavanagh", "McCarthy MacCarthy", "Maguire McGuire",
    "Connolly Connelly", "Kennedy Kenedy", "Farrell Farrel", "Hughes Hews", "Daly Daley Dailey", "Grainne Gronya",
)  # fmt: skip
"""Each line: a name and how it is also written."""

VARIANTS = {name: (line.split()[0],) for line in reversed(SPELLINGS) for name in line.split()[1:]} | {
    line.split()[0]: tuple(line.split()[1:]) for line in SPELLINGS
}

TAKEN_FOR = (
    ("f", "th"), ("th", "f"), ("v", "th"), ("m", "n"), ("n", "m"), ("b", "p"), ("p", "b"), ("d", "t"), ("t", "d"), ("s", "f"),
    ("f", "s"), ("v", "b"), ("b", "v"), ("g", "k"), ("k", "g"), ("c", "k"), ("k", "c"), ("ck", "k"), ("ph", "f"), ("sh", "ch"),
    ("ch", "sh"), ("w", "v"), ("j", "g"), ("z", "s"), ("s", "z"), ("l", "r"), ("r", "l"), ("a", "e"), ("e", "a"), ("i", "e"),
    ("e", "i"), ("o", "u"), ("u", "o"), ("o", "a"), ("ie", "y"), ("y", "ie"), ("ey", "y"), ("ou", "oo"), ("ai", "ay"),
    ("ei", "ie"), ("er", "a"), ("ll", "l"), ("tt", "t"), ("nn", "n"), ("ss", "s"), ("l", "ll"), ("t", "tt"), ("n", "nn"),
    ("gh", ""), ("h", ""), ("ton", "tone"), ("ley", "leigh"), ("ley", "ly"), ("ham", "am"), ("ford", "forth"), ("by", "bee"),
    ("wick", "ick"), ("worth", "with"), ("ski", "sky"), ("cz", "ch"), ("sz", "sh"), ("escu", "esco"), ("oo", "u"), ("ee", "i"),
)  # fmt: skip
"""What is said, and what is written instead; heard on a bad line, most pairs go both ways."""

WITHOUT_ACCENT = str.maketrans(
    "ąćęłńóśźżĄĆĘŁŃÓŚŹŻăâîșțĂÂÎȘȚáàãçéêíõôúÁÀÃÇÉÊÍÕÔÚüöä", "acelnoszzACELNOSZZaaistAAISTaaaceeioouAAACEEIOOUuoa"
)


def misheard(rng: Random, name: str) -> str:
    """Return a name with one sound taken for another; a name without such a sound stays."""
    low = name.lower()
    found = [(said, written) for said, written in TAKEN_FOR if said in low[1:] or (low.startswith(said) and written)]
    if not found:
        return name
    said, written = rng.choice(found)
    places = [at for at in range(len(low)) if low.startswith(said, at) and (at or written)]
    at = rng.choice(places)
    changed = name[:at] + written + name[at + len(said) :]
    return changed[:1].upper() + changed[1:]


def plain(name: str) -> str:
    """Return a name without accents."""
    return name.translate(WITHOUT_ACCENT)
