"""
Names that people in Britain have, by where a family comes from. Everybody who bears one here is invented.

Lists run from frequent to rare, and chance follows them as Zipf found (`weights`): a few names are everybody's, most are
hardly anybody's. surnames.py adds the long tail, generations.py the fashions of British given names.
"""

from dataclasses import dataclass
from functools import cache
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Origin:
    """
    A family's origin: its share in a thousand households, and its names.

    feminine: family names change with sex. wives: family names of women alone, borne by so many of a hundred. middles: how
    many of a hundred people have a middle name. papers: how many of a hundred adults have 1 January in their papers.
    """

    code: str
    share: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    feminine: bool = False
    wives: tuple[str, ...] = ()
    wives_share: int = 0
    middles: int = 0
    papers: int = 0


def split(names: str) -> tuple[str, ...]:
    """Split a list; an underscore stands for a space within a name."""
    return tuple(name.replace("_", " ") for name in names.split())


@cache
def weights(count: int, flat: int) -> tuple[int, ...]:
    """Return cumulative weights for names from frequent to rare: 1 over (place + flat), so a larger flat is more even."""
    return tuple(accumulate(1_000_000 // (place + flat) for place in range(count)))


def _origin(
    code: str, share: int, women: str, men: str, families: str, *, feminine: bool = False, wives: str = "",
    wives_share: int = 0, middles: int = 0, papers: int = 0,
) -> Origin:  # fmt: skip
    return Origin(
        code, share, split(women), split(men), split(families), feminine=feminine, wives=split(wives), wives_share=wives_share,
        middles=middles, papers=papers,
    )  # fmt: skip


ORIGINS = (
    _origin(
        # Given names of British people depend on the year of birth: generations.py.
        "british",
        640,
        "",
        "",
        "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green"
        " Hall Wood Jackson Clarke Harris Lewis Martin Cooper King Baker Turner Phillips Hill Ward Morris Moore Clark Lee"
        " Harrison Allen Young Scott Adams Mitchell Carter Bailey Parker Shaw Bennett Cook Richards Marshall Webb Holmes"
        " Palmer Hunt Mills Rogers Barker Stone Knight Elliott Lowe Gibbs Pearce Stevens Matthews Watson Simpson Collins"
        " Murray Stewart Anderson Edwards",
        middles=75,
    ),
    _origin(
        "irish",
        50,
        "Mary Bridget Margaret Kathleen Siobhan Aoife Niamh Maureen Orla Sinead Ciara Roisin Deirdre Noreen Catherine Sarah"
        " Emma Breda Philomena Grainne Clodagh Caoimhe Saoirse Eileen Nuala Fionnuala",
        "Patrick John Sean Michael Declan James Eamon Cormac Liam Brendan Niall Conor Padraig Fergal Donal Thomas Daniel"
        " Kevin Eoin Oisin Cathal Diarmuid Colm Seamus Ciaran Ronan",
        "Murphy Kelly O'Sullivan Walsh O'Brien Byrne Ryan O'Connor O'Neill Doyle McCarthy Gallagher Doherty Kennedy Lynch"
        " Quinn McLoughlin O'Reilly Brennan Fitzgerald Murray Moore Daly Burke Kavanagh Nolan Dunne Connolly Collins Maguire"
        " Hughes Farrell Ward Boyle Power Fitzpatrick Keane",
        middles=80,
    ),
    _origin(
        "south_asian_muslim",
        70,
        "Fatima Ayesha Nasreen Shabana Rukhsana Zainab Maryam Amina Farzana Saima Parveen Noor Khadija Aisha Safia Shazia"
        " Nazia Samina Rabia Sadia Hafsa Iqra Nadia Sumaiya Shaheen Tahira Yasmin Rubina Kulsum Mahira",
        "Mohammed Muhammad Imran Tariq Usman Bilal Hamza Yusuf Shahid Rashid Abdul Kamran Zahid Ibrahim Ali Ahmed Asif Nadeem"
        " Amir Faisal Adnan Haroon Khalid Sajid Waqas Zeeshan Rizwan Ismail Omar Hassan",
        "Khan Hussain Ahmed Ali Shah Malik Iqbal Mahmood Miah Rahman Chowdhury Uddin Mirza Islam Hassan Akhtar Ahmad Rashid"
        " Aslam Javed Saleem Sheikh Qureshi Choudhry Baig Siddiqui Raja Butt",
        wives="Begum Bibi Akhtar Khatun Kauser Khanum",
        wives_share=35,
        papers=12,
    ),
    _origin(
        "south_asian_hindu_sikh",
        60,
        "Priya Anita Sunita Harpreet Manjit Jaswinder Kiran Meena Nisha Rekha Gurpreet Lakshmi Deepa Pooja Neha Sangeeta"
        " Kavita Asha Usha Balwinder Amandeep Simran Jyoti Divya Anjali Shanti Surinder Rupinder",
        "Rajesh Sanjay Amit Harjit Gurdeep Ravi Vikram Sukhdev Nikhil Anil Balbir Mohan Suresh Kuldeep Rahul Vijay Ashok"
        " Jaspal Arjun Manish Deepak Kishan Gurpreet Harpreet Paramjit Sunil Dinesh Bhavesh",
        "Patel Singh Sharma Shah Gill Dhillon Mistry Desai Sandhu Kumar Nair Reddy Bhatt Chauhan Iyer Joshi Mehta Gupta Verma"
        " Parmar Solanki Sidhu Grewal Bains Rai Kapoor Menon Rao Das",
    ),
    _origin(
        "polish",
        50,
        "Katarzyna Agnieszka Małgorzata Anna Magdalena Joanna Zofia Ewa Natalia Weronika Julia Barbara Monika Aleksandra"
        " Dorota Beata Karolina Paulina Sylwia Iwona Justyna Marta Maja Hanna Lena",
        "Piotr Krzysztof Andrzej Tomasz Paweł Marcin Michał Grzegorz Łukasz Jakub Kacper Stanisław Adam Mariusz Dariusz"
        " Mateusz Rafał Sebastian Kamil Wojciech Robert Artur Jacek Szymon Filip",
        "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Mazur"
        " Krawczyk Piotrowski Grabowski Pawłowski Jankowski Kwiatkowski Kaczmarek Wojciechowski Michalski Król Wróbel"
        " Jabłoński Nowakowski",
        feminine=True,
        middles=20,
    ),
    _origin(
        "romanian",
        35,
        "Elena Maria Ioana Andreea Mihaela Cristina Alina Gabriela Daniela Raluca Simona Ștefania Ana Florentina Nicoleta"
        " Loredana Georgiana Roxana Bianca Carmen Monica Lavinia",
        "Andrei Ion Mihai Alexandru Cristian Florin Gheorghe Vasile Ionuț Marius Adrian Bogdan Nicolae Constantin Daniel"
        " Gabriel Ștefan Răzvan Vlad Ciprian Cătălin Sorin",
        "Popescu Ionescu Popa Dumitru Stan Stoica Gheorghe Matei Ciobanu Rusu Munteanu Lungu Moldovan Șerban Nistor Radu"
        " Dinu Marin Tudor Constantin Florea Ilie Toma Oprea",
        middles=30,
    ),
    _origin(
        "west_african",
        35,
        "Ngozi Funmilayo Abena Ama Chioma Adaeze Folasade Akosua Yetunde Efua Blessing Patience Grace Mercy Comfort Esther"
        " Adwoa Temitope Bukola Ifeoma Nkechi Joy Faith Abimbola Amara",
        "Chinedu Kwame Olumide Kofi Emeka Babatunde Kwabena Ifeanyi Adewale Yaw Emmanuel Samuel Daniel Michael Kwaku Tunde"
        " Oluwaseun Chukwuemeka Obinna Ayodele Prince Joseph Isaac Ebenezer Femi",
        "Okafor Mensah Adeyemi Owusu Okonkwo Boateng Asante Eze Balogun Osei Adebayo Nwosu Appiah Oyelaran Addo Agyemang"
        " Amoah Obi Bello Okoro Ogunleye Lawal Kamara Sesay Danso",
        middles=40,
        papers=12,
    ),
    _origin(
        "chinese",
        20,
        "Mei_Ling Xiu_Ying Wai_Ling Jing Yan Fang Hui Li_Na Siu_Fong Ying Xin Min Lan Hong Yuk_Ling Ka_Yan Xiao_Mei Wing_Sze"
        " Lai_Wah Qian",
        "Wei Ming Jun Chi_Keung Hao Kwok_Wai Lei Jian Siu_Ming Tao Bo Feng Chun_Kit Ka_Ho Wai_Man Zhi_Wei Yong Gang Kam_Fai"
        " Xiao_Long",
        "Wong Chan Li Wang Zhang Chen Lam Cheung Liu Ng Yip Tsang Zhou Huang Lin Lee Leung Tang Xu Ho Yang Wu Cheng Lau",
    ),
    _origin(
        "portuguese",
        25,
        "Maria Ana Conceição Fernanda Inês Beatriz Sandra Paula Leonor Fátima Carla Sofia Mariana Catarina Teresa Cristina"
        " Isabel Rosa Margarida Joana",
        "João José António Manuel Rui Nuno Tiago Carlos Paulo Miguel Pedro Luís Francisco Fernando Bruno Ricardo Diogo Jorge"
        " Hugo André",
        "Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Sousa Fernandes Gonçalves da_Silva dos_Santos Gomes"
        " Lopes Marques Alves Almeida Ribeiro Pinto Carvalho Teixeira",
        middles=85,
    ),
    _origin(
        "caribbean",
        15,
        "Gloria Beverley Marcia Sonia Yvonne Merlene Shanice Latoya Keisha Enid Sharon Jacqueline Michelle Claudette Hyacinth"
        " Pauline Cherelle Tanisha Monique Rochelle Inez Icilda",
        "Winston Delroy Leroy Errol Desmond Trevor Marlon Jermaine Tyrone Clifton Michael Anthony Devon Carlton Neville"
        " Junior Andre Kieran Nathan Dwayne Lloyd Vincent",
        "Campbell Gordon Francis Reid Grant Bailey Samuels Blake Henry Joseph Edwards Grandison Brown Williams Johnson Clarke"
        " Thompson Morgan Lewis Thomas James Stewart Palmer Richards Bryan Wright",
        middles=75,
    ),
)

BY_CODE = {origin.code: origin for origin in ORIGINS}


def family_name(base: str, *, origin: Origin, woman: bool) -> str:
    """Return a family name as a woman or a man bears it: Kowalska beside Kowalski, Kaur beside Singh."""
    if origin.feminine and woman and base.endswith(("ski", "cki", "dzki")):
        return f"{base[:-1]}a"
    return "Kaur" if base == "Singh" and woman else base
