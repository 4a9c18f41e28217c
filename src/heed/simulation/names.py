"""Names that people in Britain have, by where a family comes from. Everybody who bears one here is invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """A family's origin: its share in a thousand households, and its names. feminine: family names change with sex."""

    code: str
    share: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    feminine: bool = False


def _origin(code: str, share: int, women: str, men: str, families: str, *, feminine: bool = False) -> Origin:
    """Split the lists; an underscore stands for a space within a name."""
    return Origin(code, share, _split(women), _split(men), _split(families), feminine=feminine)


def _split(names: str) -> tuple[str, ...]:
    return tuple(name.replace("_", " ") for name in names.split())


ORIGINS = (
    _origin(
        "british",
        640,
        "Margaret Jean Dorothy Patricia Susan Christine Linda Karen Julie Tracey Sharon Joanne Nicola Emma Sarah Laura Gemma"
        " Rebecca Charlotte Jessica Sophie Chloe Megan Olivia Grace Ruby Poppy Evie Freya Elsie Hilda Mavis Brenda Pauline"
        " Gillian Wendy Beverley Donna Kerry Hayley Stacey Kirsty Leanne Abigail Bethany Amelia Ivy Florence",
        "John David Peter Michael Alan Brian Keith Roger Graham Trevor Stephen Paul Andrew Mark Ian Kevin Gary Neil Darren"
        " Jason Lee Craig Matthew Daniel James Thomas Jack Joshua Ryan Connor Callum Kyle Liam Jake Oliver Harry George"
        " Archie Alfie Freddie Stanley Norman Derek Leonard Cyril Raymond Dennis Clive Barry Malcolm",
        "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green"
        " Hall Wood Jackson Clarke Harris Lewis Martin Cooper King Baker Turner Phillips Hill Ward Morris Moore Clark Lee"
        " Harrison Allen Young Scott Adams Mitchell Carter Bailey Parker Shaw Bennett Cook Richards Marshall Webb Holmes"
        " Palmer Hunt Mills Rogers Barker Stone Knight Elliott Lowe Gibbs Pearce Hartley Ashworth Thornley Winterbourne"
        " Penrose Tremlett Copplestone Fairweather Ogilvie Duckworth Hollingworth Sidebottom Birtwhistle Peverell",
    ),
    _origin(
        "irish",
        50,
        "Bridget Siobhan Aoife Niamh Maureen Kathleen Orla Sinead Ciara Roisin Deirdre Noreen",
        "Patrick Sean Declan Eamon Cormac Liam Brendan Niall Conor Padraig Fergal Donal",
        "Murphy Kelly O'Sullivan Walsh O'Brien Byrne Ryan O'Connor O'Neill Doyle McCarthy Gallagher Doherty Kennedy Lynch"
        " Quinn McLoughlin O'Reilly Brennan Fitzgerald",
    ),
    _origin(
        "south_asian_muslim",
        70,
        "Fatima Ayesha Nasreen Shabana Rukhsana Zainab Maryam Amina Farzana Saima Parveen Noor Khadija",
        "Mohammed Muhammad Imran Tariq Usman Bilal Hamza Yusuf Shahid Rashid Abdul Kamran Zahid Ibrahim",
        "Khan Hussain Ahmed Ali Begum Akhtar Malik Iqbal Mahmood Shah Chowdhury Rahman Miah Uddin Bibi Mirza",
    ),
    _origin(
        "south_asian_hindu_sikh",
        60,
        "Priya Anita Sunita Harpreet Manjit Jaswinder Kiran Meena Nisha Rekha Gurpreet Lakshmi Deepa",
        "Rajesh Sanjay Amit Harjit Gurdeep Ravi Vikram Sukhdev Nikhil Anil Balbir Mohan Suresh Kuldeep",
        "Patel Singh Kaur Sharma Shah Gill Dhillon Mistry Desai Sandhu Kumar Nair Reddy Bhatt Chauhan Iyer",
    ),
    _origin(
        "polish",
        50,
        "Katarzyna Agnieszka Małgorzata Anna Magdalena Joanna Zofia Ewa Natalia Weronika Julia Barbara",
        "Piotr Krzysztof Andrzej Tomasz Paweł Marcin Michał Grzegorz Łukasz Jakub Kacper Stanisław",
        "Kowalski Nowak Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Mazur"
        " Krawczyk Piotrowski Grabowski Pawłowski",
        feminine=True,
    ),
    _origin(
        "romanian",
        35,
        "Elena Maria Ioana Andreea Mihaela Cristina Alina Gabriela Daniela Raluca Simona Ștefania",
        "Andrei Ion Mihai Alexandru Cristian Florin Gheorghe Vasile Ionuț Marius Adrian Bogdan",
        "Popescu Ionescu Popa Dumitru Stan Stoica Gheorghe Matei Ciobanu Rusu Munteanu Lungu Moldovan Șerban Nistor",
    ),
    _origin(
        "west_african",
        35,
        "Ngozi Funmilayo Abena Ama Chioma Adaeze Folasade Akosua Yetunde Efua Blessing Patience",
        "Chinedu Kwame Olumide Kofi Emeka Babatunde Kwabena Ifeanyi Adewale Yaw Emmanuel Samuel",
        "Okafor Mensah Adeyemi Owusu Okonkwo Boateng Asante Eze Balogun Osei Adebayo Nwosu Appiah Oyelaran",
    ),
    _origin(
        "chinese",
        20,
        "Mei_Ling Xiu_Ying Wai_Ling Jing Yan Fang Hui Li_Na Siu_Fong Ying",
        "Wei Ming Jun Chi_Keung Hao Kwok_Wai Lei Jian Siu_Ming Tao",
        "Wong Chan Li Wang Zhang Chen Lam Cheung Liu Ng Yip Tsang Zhou",
    ),
    _origin(
        "portuguese",
        25,
        "Maria Ana Conceição Fernanda Inês Beatriz Sandra Paula Leonor Fátima",
        "João José António Manuel Rui Nuno Tiago Carlos Paulo Miguel",
        "Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Sousa Fernandes Gonçalves da_Silva dos_Santos",
    ),
    _origin(
        "caribbean",
        15,
        "Gloria Beverley Marcia Sonia Yvonne Merlene Shanice Latoya Keisha Enid",
        "Winston Delroy Leroy Errol Desmond Trevor Marlon Jermaine Tyrone Clifton",
        "Campbell Gordon Francis Reid Grant Bailey Samuels Blake Henry Joseph Edwards Grandison",
    ),
)

SHORT_FORMS = {
    "Margaret": "Maggie",
    "Patricia": "Pat",
    "Susan": "Sue",
    "Christine": "Chris",
    "Joanne": "Jo",
    "Nicola": "Nicky",
    "Rebecca": "Becky",
    "Jessica": "Jess",
    "Gillian": "Gill",
    "Abigail": "Abi",
    "Bethany": "Beth",
    "Katarzyna": "Kasia",
    "Agnieszka": "Aga",
    "Małgorzata": "Gosia",
    "Michael": "Mick",
    "Stephen": "Steve",
    "Andrew": "Andy",
    "Matthew": "Matt",
    "Daniel": "Dan",
    "Thomas": "Tom",
    "Raymond": "Ray",
    "Patrick": "Paddy",
    "Mohammed": "Mo",
    "Alexandru": "Alex",
    "Krzysztof": "Chris",
    "Babatunde": "Tunde",
}
"""What people say when asked for their name, and what a handler then types."""


def family_name(base: str, *, origin: Origin, woman: bool) -> str:
    """Return a family name as a woman or a man bears it: Kowalska beside Kowalski."""
    if origin.feminine and woman and base.endswith(("ski", "cki", "dzki")):
        return f"{base[:-1]}a"
    return base
