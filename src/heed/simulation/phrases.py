"""What people say when they ring about anti-social behaviour, and what handlers type. {op} is the other party."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """
    A kind of trouble: its NSIR category and qualifiers, how urgent it is, where it happens, and its words.

    share: weight among one-off reports; lasting: weight among troubles that go on; where: home, street or a site's kind.
    urgency: 1 (at once) to 4 (advice). group: "youths" or "adults" when several people cause it. aimed: at the victim.
    """

    code: str
    opening_code: str
    share: int
    lasting: int
    where: str
    urgency: int
    said: tuple[str, ...]
    detail: tuple[str, ...]
    typed: tuple[str, ...]
    qualifiers: tuple[str, ...] = ()
    group: str = ""
    aimed: bool = False


P, N, E = "ASB_PERSONAL", "ASB_NUISANCE", "ASB_ENVIRONMENTAL"

TROUBLES = (
    Trouble(
        "noise", N, 14, 10, "home", 4,
        ("It's the music again, {op}.", "There's a party going on, {op}, and it's been since seven.",
         "I can't sleep for the noise, it's {op}.", "They're banging and shouting in there, {op}.",
         "The bass is coming through the wall, {op}."),
        ("You can hear it right down the road.", "The whole building's shaking.",
         "I've asked them nicely and they laughed.",
         "It's gone on every night this week.", "I've got work at six."),
        ("CALLER REPORTS LOUD MUSIC FROM {op}. STILL ONGOING.",
         "Noise complaint re {op}, music + shouting, caller wants it stopped",
         "INF STATES LOUD PARTY {op}. ADVISED RE COUNCIL NOISE TEAM."),
    ),
    Trouble(
        "neighbour", P, 8, 20, "home", 3,
        ("It's {op} again, shouting at me over the fence.", "{op} has been at my door, swearing.",
         "{op} called me all sorts in front of the kids.", "I'm having trouble with {op}, they won't leave me alone."),
        ("They've put rubbish in my garden.", "They said they'd have me out.", "They stand and stare in at my window.",
         "They've blocked my gate with the bins on purpose.", "They've been filming me on their phone."),
        ("NEIGHBOUR DISPUTE. CALLER STATES {op} SHOUTING AND SWEARING AT HER DOOR.",
         "Ongoing neighbour issue with {op}. Verbal abuse, no threats made today.",
         "CALLER BEING ABUSED BY {op}. NO INJURIES. NOT ON SCENE NOW."),
        aimed=True,
    ),
    Trouble(
        "targeted", P, 5, 22, "home", 2,
        ("They're outside my house again, {op}.", "{op} are throwing things at my windows.",
         "It's {op}, they've been kicking my door.", "{op} put something through my letterbox.",
         "They follow me to the shop and back, {op}."),
        ("They shout names at me.", "They shine lights in.", "There's egg all down the door.",
         "They know I'm on my own here.",
         "They call my lad names because of how he is.", "They've smashed the pots by the step."),
        ("CALLER REPORTS {op} THROWING ITEMS AT WINDOWS. CALLER UPSET.",
         "{op} outside address shouting abuse & kicking door. Occupant scared.",
         "YOUTHS TARGETING THIS ADDRESS: {op}. ITEMS THROWN. NO DAMAGE SEEN YET."),
        qualifiers=("YOUTH_RELATED",), group="youths", aimed=True,
    ),
    Trouble(
        "prejudice", P, 3, 8, "home", 2,
        ("{op} shouted at me to go back where I came from.", "{op} keeps calling us things, about where we're from.",
         "It's {op}, they make fun of how my son walks.", "They wrote words on our wall, {op}."),
        ("My children heard it.", "I am frightened to hang the washing out.", "It is always when I am on my own.",
         "They did the same to the family before us."),
        ("RACIAL ABUSE FROM {op}. CALLER DISTRESSED.", "Hate element: {op} shouting abuse at victim outside address",
         "INF REPORTS ABUSE BY {op}, PERCEIVED AS PREJUDICE."),
        qualifiers=("PREJUDICE_RACIAL",), aimed=True,
    ),
    Trouble(
        "youths", N, 16, 10, "street", 3,
        ("There's a gang of kids by the garages, {op}.", "{op} are hanging about and shouting.",
         "There's about ten of them, {op}, being rowdy.", "{op} are on the roof of the garages."),
        ("They're kicking a ball against the cars.", "They've lit a fire.",
         "They give you a mouthful if you say anything.",
         "They're setting off bangers.", "They've pulled the fence down for wood."),
        ("YOUTHS CAUSING ANNOYANCE, {op}. APPROX 10.", "{op} gathering, noise + ball games against vehicles",
         "REPORT OF {op} BEING ROWDY. NO WEAPONS SEEN."),
        qualifiers=("YOUTH_RELATED",), group="youths",
    ),
    Trouble(
        "vehicles", N, 10, 6, "street", 3,
        ("There's off-road bikes up and down again, {op}.", "{op} are racing cars round the estate.",
         "{op} on one of them electric bikes, on the pavement.", "{op} are doing doughnuts on the car park."),
        ("No helmets, no plates.", "They nearly had a little girl over.", "It's every Sunday.",
         "They rev them outside on purpose."),
        ("OFF ROAD BIKES CAUSING NUISANCE, {op}. NO INDEX.", "{op} racing, caller concerned for children",
         "VEHICLE NUISANCE {op}. MADE OFF TOWARDS PARK."),
        group="youths",
    ),
    Trouble(
        "drinking", N, 8, 4, "park", 3,
        ("There's people drinking by the benches, {op}, shouting.", "{op} are drunk and having a go at people.",
         "{op} are drunk in the doorway again."),
        ("One of them's been sick.", "They asked my daughter for money.", "There's glass all over.",
         "They're fighting among themselves now."),
        ("STREET DRINKERS CAUSING NUISANCE, {op}.", "{op} intoxicated, shouting at passers by. No violence.",
         "GROUP DRINKING, {op}. COUNCIL CCTV AWARE."),
        qualifiers=("ALCOHOL",), group="adults",
    ),
    Trouble(
        "drugs", N, 6, 8, "home", 3,
        ("They're dealing from the flat, {op}, there's people in and out all night.",
         "I can smell it coming through, it's {op}.",
         "{op} are smoking drugs on our stairs."),
        ("People buzz my bell at three in the morning.", "There's needles in the bin store.",
         "I have to step over them to get in.",
         "They've moved in with an old boy who doesn't want them there."),
        ("DRUG USE IN STAIRWELL, {op}. SMELL OF CANNABIS.", "Caller suspects dealing, {op}. Many visitors at night.",
         "INF RE DRUGS {op}. INTEL TO BE SUBMITTED."),
        qualifiers=("DRUGS",), group="adults",
    ),
    Trouble(
        "dogs", N, 5, 4, "street", 3,
        ("{op} lets that dog run loose at people.", "It's {op}, setting the dog on us.",
         "The dog's been left barking since this morning, {op}."),
        ("My little one's terrified of it.", "It went for the postman.", "They think it's funny.",
         "There's no lead, no muzzle, nothing."),
        ("DOG OUT OF CONTROL, OWNER {op}. NO INJURY.", "{op} using dog to intimidate residents",
         "DOG BARKING / LOOSE, {op}."),
    ),
    Trouble(
        "litter", E, 8, 2, "street", 4,
        ("Somebody's dumped a load of rubbish, I think it was {op}.", "{op} are tipping old furniture down the alley.",
         "There's paint all over the underpass."),
        ("There's rats now.", "It's the third time they've done it.", "There's needles in it.",
         "You can't get a pushchair past."),
        ("FLY TIPPING REPORTED, POSS {op}. REFERRED COUNCIL.", "Graffiti/rubbish, believed {op}. No ongoing offence.",
         "ENVIRONMENTAL ASB {op}."),
        group="adults",
    ),
    Trouble(
        "shop", N, 9, 8, "shop", 3,
        ("It's the shop, we've got {op} in again.", "{op} are in here throwing stock about.",
         "{op} won't leave and they're abusing my staff."),
        ("I've barred them twice.", "She's only seventeen, the girl on the till, and she's in tears.",
         "They spat at the counter.",
         "They said they'd be waiting when we close."),
        ("ABUSE TO SHOP STAFF BY {op}. ASKED TO LEAVE, REFUSED.", "{op} in store causing disturbance. Repeat nuisance.",
         "SHOP ASB {op}. LEFT PRIOR TO CALL."),
        group="youths",
    ),
    Trouble(
        "cuckoo", P, 1, 4, "home", 2,
        ("There's people in my flat and they won't go, {op}.", "{op} have got my key and they come in when they like.",
         "{op} said they're my friends but they take my money."),
        ("I can't use my own kitchen.", "I sleep in the chair because they've got my bed.",
         "I don't want them in trouble.",
         "I'm not meant to tell anybody."),
        ("CALLER STATES {op} STAYING IN FLAT WITHOUT PERMISSION. POSS CUCKOOING.",
         "{op} in address, occupant wants them to leave, seems confused who they are",
         "MALES IN FLAT {op}. OCCUPANT SOUNDS SCARED TO TALK."),
        qualifiers=("DRUGS", "VULNERABLE_ADULT"), aimed=True, group="adults",
    ),
    Trouble(
        "threats", P, 3, 6, "home", 1,
        ("{op} has just said they'll burn me out.", "{op} is at the door with a bat.",
         "{op} said they know where my daughter goes to school."),
        ("I've locked myself in the bathroom.", "They're still out there now.", "They mean it this time.",
         "I've got it on the doorbell."),
        ("THREATS MADE BY {op}. CALLER LOCKED IN. STILL ON SCENE.",
         "{op} at door with bat, threats to harm. Caller very frightened.",
         "THREAT TO BURN HOUSE, {op}. GRADE UP."),
        qualifiers=("WEAPONS",), aimed=True,
    ),
    Trouble(
        "fireworks", N, 4, 1, "street", 4,
        ("They're letting off fireworks in the street, {op}.", "{op} are firing rockets at the buses."),
        ("One hit my bedroom window.", "The dog's shaking.", "They're aiming them at people."),
        ("FIREWORKS IN STREET, {op}.", "{op} aiming fireworks at vehicles / persons"),
        qualifiers=("YOUTH_RELATED",), group="youths",
    ),
    Trouble(
        "calls", P, 2, 3, "home", 4,
        ("I keep getting phone calls, it's {op}, they just breathe.", "{op} won't stop messaging me, day and night."),
        ("I've changed my number once already.", "They say what I'm wearing.",
         "It starts as soon as I put the light on."),
        ("NUISANCE CALLS / MESSAGES FROM {op}. ADVICE GIVEN RE BLOCKING.", "Malicious comms, {op}, caller distressed"),
        aimed=True,
    ),
)  # fmt: skip

BY_CODE = {trouble.code: trouble for trouble in TROUBLES}

GREETINGS = (
    "Hello, is that the police?", "Hiya, I don't know if this is for you.", "Yes, hello, it's about where I live.",
    "Can you send somebody please?", "I'm sorry to bother you.", "Is that 101?",
    "Right, I've been on hold for twenty minutes.",
    "Hello, love.",
)  # fmt: skip

FIRST_TIME = ("I've never rung before.", "It's the first time I've rung you.", "I don't normally ring.")

FIRST_CALL_LONG_STORY = (
    "I've never rung you but it's been going on for two years.",
    "My partner used to ring, I've never done it.",
    "I didn't want to ring, it only makes it worse, but it's every week now.",
)
"""Somebody who rings for the first time about the tenth incident: what software cannot see (inspections.md 1.2)."""

AGAIN = (
    "I've rung about this before.", "This must be the {nth} time I've rung.",
    "You'll have it on your computer, I rang last week.",
    "It's the same lot as last time.", "Nobody came the last time.", "I keep ringing and nothing happens.",
    "I was given a log number, I can't find it.",
)  # fmt: skip

WORSE = (
    "It's getting worse.",
    "It used to be once a month and now it's every night.",
    "They've never gone this far before.",
)

HARM = (
    "I can't go on like this.", "I'm scared to go to bed.", "I don't go out any more.",
    "I've been to the doctor's about it.",
    "I've stopped letting the children play out.", "My hands are shaking.", "I just want it to stop.",
)  # fmt: skip

NEED_SAID = {
    "dementia": (
        "I can't think what day it was.",
        "I've got a bit muddled, they say it's my memory.",
        "What was I saying, love?",
    ),
    "learning_disability": (
        "I've got a support worker, she's not here.",
        "I don't read very well.",
        "I go to the day centre.",
    ),
    "mental_health": (
        "I'm under the crisis team.",
        "I've been in hospital with my nerves.",
        "I'm not sleeping and I've run out of tablets.",
    ),
    "mobility": (
        "I can't get up the stairs to look.",
        "I'm in a wheelchair.",
        "I can't get to the door, my legs are bad.",
    ),
    "deafness": ("You'll have to speak up.", "Say that again, I've not got my hearing aid in."),
    "sight": ("I can't see them, I only hear them.", "I'm registered blind."),
    "long_term_illness": ("I'm on oxygen.", "I've got to be at the hospital for my treatment in the morning."),
    "frail_and_alone": ("I'm on my own here.", "I'm {age}.", "There's nobody I can ask."),
    "young": ("My mum's at work.", "I'm on my own with my little sister."),
    "little_english": ("My English not so good, sorry.", "Please, slow. Somebody speak my language?"),
}

NEED_SAID_OF = {
    "dementia": ("{she}'s got dementia.", "{she} gets confused."),
    "learning_disability": (
        "{she}'s got learning difficulties.",
        "{she}'s very trusting, {she_low} doesn't understand.",
    ),
    "mental_health": ("{she}'s not well, with {her} nerves.", "{she}'s talking about not wanting to be here."),
    "mobility": ("{she}'s in a wheelchair.", "{she} can't get out of the house without help."),
    "deafness": ("{she}'s deaf, {she_low} can't ring you.",),
    "sight": ("{she} can't see who it is.",),
    "long_term_illness": ("{she}'s very poorly.",),
    "frail_and_alone": ("{she}'s {age} and lives on {her} own.", "{she}'s frail and there's nobody with {her_obj}."),
    "young": ("{she}'s only a child.",),
    "little_english": ("{she} doesn't speak much English.",),
}

OLD_SAID = (
    "I'm {age}, I shouldn't have to put up with this.",
    "I'm a pensioner, I'm {age}.",
    "I'll be {next_age} in the spring.",
)
OLD_SAID_OF = ("{she}'s {age}, it's not right.", "{she}'s {age}.")
CHILD_SAID = ("I'm only {age}.", "I'm {age}, my mum's not in.")

SPEAKS_FOR = {
    "partner": ("I'm ringing for my partner, {name}.",),
    "parent": ("It's about my {child}, {name}.", "I'm ringing about my {child}."),
    "child": ("It's about my {parent}, {name}.", "I'm ringing for my {parent}, {she_low} won't ring."),
    "family": ("I'm ringing for {name}, {she_low} lives with us.",),
    "sharer": ("It's about my flatmate, {name}.",),
    "carer": ("I'm {name}'s carer.", "I look after {name}."),
    "warden": (
        "It's the warden, I'm ringing for one of my residents, {name}.",
        "I'm ringing from the home, for {name}.",
    ),
    "neighbour": ("It's not me, it's next door, {name}.", "I'm worried about my neighbour, {name}."),
    "councillor": ("I'm the ward councillor, I'm ringing for a constituent, {name}.",),
    "staff": ("I work here.",),
    "passer_by": ("I'm just walking past.", "I don't live here, I've just seen it."),
}

ENDINGS = (
    "Can you send somebody?", "What are you going to do about it?", "I don't want them to know it was me.",
    "Can you ring me back on this number?", "Don't come to the door in uniform.", "Thank you, love.",
    "I'll leave it with you.",
)  # fmt: skip

OTHER_GROUPS = {
    "youths": (
        "the lads from {street}", "four or five youths in black", "the same group of teenagers", "kids from the flats",
        "some lads on bikes", "two girls and a lad about fifteen", "{nick} and his mates, they're about sixteen",
    ),
    "adults": (
        "the usual crowd", "three men I've not seen before", "{nick} and his lot", "them from number {door}",
        "a couple in their thirties", "two men and a woman with a pram", "the people who moved in at {door}",
    ),
}  # fmt: skip

OTHER_PEOPLE = (
    "him at number {door}", "her from upstairs", "the man next door", "the family at {door}",
    "a bloke they call {nick}",
    "the tenant downstairs", "my ex's brother {nick}", "{nick} from the corner",
)  # fmt: skip

NICKNAMES = (
    "Denzo",
    "Spud",
    "Mad Kev",
    "Tash",
    "Rizzo",
    "Big Col",
    "Jonno",
    "Ginge",
    "Shaz",
    "Wozza",
    "Leigh",
    "Bazza",
)

ADDED_TYPED = (
    " CALLER SOUNDS DISTRESSED.",
    " CALLER CALM.",
    " No weapons mentioned.",
    " ADVISED TO KEEP DOORS LOCKED.",
    " Caller does not want to be seen.",
)
AGAIN_TYPED = (
    " STATES ONGOING.",
    " Reported previously.",
    " REPEAT LOCATION.",
    " Caller says reported several times before.",
)
NEED_TYPED = (" CALLER STATES SHE HAS {need}.", " Victim has {need}.", " VULNERABLE: {need}.")
CALL_BACK = (
    "I rang before, I want to know what's happening.", "Nobody's come yet.", "It's about the one I rang about earlier.",
    "I've got the reference here, can you tell me when they're coming?", "They're back again, since I rang.",
)  # fmt: skip
