"""
The given names of British people by when they were born: Margaret is not 12, and Olivia is not 80.

Each generation holds names from memory of what was common in England and Wales then, roughly most frequent first; no list is
copied from a publication. A name that comes early in its list is drawn more often (names.weights).
"""

FIRST_YEAR, STEP = 1935, 10
"""Births before FIRST_YEAR are the first generation; then a generation every STEP years."""

WOMEN = (
    (
        "Margaret Dorothy Joan Mary Jean Doris Joyce Edna Kathleen Hilda Vera Irene Betty Phyllis Elsie Winifred Gladys Ivy"
        " Barbara Marjorie Florence Eileen Sheila Mavis Audrey Nora Olive Freda Muriel Nellie Peggy Rita Beryl Enid"
    ),
    (
        "Margaret Jean Mary Patricia Sheila Barbara Doreen June Shirley Dorothy Joan Maureen Elizabeth Brenda Pamela Joyce Beryl"
        " Audrey Ann Sylvia Jacqueline Valerie Marion Rita Christine Janet Josephine Rosemary Hazel Mavis Eileen Pauline"
    ),
    (
        "Margaret Susan Christine Linda Patricia Janet Carol Jean Barbara Ann Pauline Sandra Jennifer Maureen Judith Gillian"
        " Sheila Kathleen Elizabeth Brenda Marilyn Valerie Lesley Wendy Jacqueline Rosemary Hilary Anne Diane Yvonne Veronica"
    ),
    (
        "Susan Linda Christine Margaret Carol Janet Karen Jacqueline Julie Elizabeth Deborah Jane Gillian Alison Lesley Helen"
        " Diane Patricia Beverley Denise Angela Sandra Lorraine Wendy Sharon Catherine Heather Lynne Theresa Frances Jill"
    ),
    (
        "Tracey Sharon Karen Susan Julie Deborah Joanne Nicola Alison Jacqueline Helen Amanda Sarah Lisa Michelle Dawn Donna"
        " Claire Angela Jane Samantha Wendy Louise Beverley Lorraine Maria Teresa Rachel Kerry Mandy Caroline Andrea Lynn"
    ),
    (
        "Sarah Claire Emma Nicola Lisa Joanne Michelle Samantha Rachel Louise Victoria Kelly Rebecca Karen Helen Katherine Amanda"
        " Julie Kerry Zoe Natalie Hayley Leanne Catherine Gemma Anna Donna Stacey Melanie Tara Kirsty Vanessa Alexandra"
    ),
    (
        "Gemma Rebecca Laura Sarah Lauren Jessica Charlotte Hannah Amy Emma Stephanie Victoria Katie Natalie Danielle Kirsty"
        " Rachel Samantha Stacey Jennifer Kayleigh Hayley Leanne Jade Natasha Sophie Alice Lucy Abigail Zoe Francesca Harriet"
    ),
    (
        "Chloe Emily Sophie Jessica Megan Charlotte Hannah Lauren Rebecca Lucy Amy Georgia Katie Bethany Emma Olivia Courtney"
        " Shannon Eleanor Abigail Jade Paige Ellie Holly Molly Alice Caitlin Leah Nicole Grace Amber Chelsea Imogen"
    ),
    (
        "Olivia Ruby Grace Emily Jessica Chloe Lily Mia Lucy Amelia Evie Ella Katie Ellie Charlotte Summer Daisy Poppy Megan"
        " Freya Isabella Sophie Phoebe Millie Holly Lola Erin Isla Scarlett Imogen Lacey Maisie Abigail Lexi"
    ),
    (
        "Olivia Amelia Isla Ava Ivy Freya Lily Florence Mia Willow Rosie Sophia Isabella Grace Daisy Sienna Poppy Elsie Emily"
        " Ella Evelyn Phoebe Evie Charlotte Harper Millie Matilda Maisie Maya Arabella Bonnie Mabel Ottilie Aria"
    ),
)

MEN = (
    (
        "John William George James Ronald Robert Kenneth Frederick Thomas Albert Eric Edward Arthur Charles Leslie Sidney Frank"
        " Harold Stanley Reginald Norman Ernest Joseph Leonard Alfred Harry Dennis Jack Walter Douglas Cyril Herbert Percy"
    ),
    (
        "John Peter William Brian David James Michael Ronald Kenneth George Roy Robert Raymond Derek Anthony Dennis Alan Thomas"
        " Terence Donald Gordon Keith Frank Douglas Bernard Colin Malcolm Norman Patrick Geoffrey Trevor Barry Roger"
    ),
    (
        "John David Michael Peter Robert Anthony Brian Alan William James Richard Kenneth Roger Keith Colin Christopher Raymond"
        " Terence Geoffrey Barry Graham Malcolm Derek Dennis Trevor Philip Clive Roy Stephen Patrick Ian Leslie Ronald"
    ),
    (
        "David Paul Stephen John Michael Peter Robert Andrew Alan Mark Ian Kevin Philip Anthony Christopher Graham Richard Keith"
        " Nigel Martin Neil Gary Steven Timothy Colin Barry Simon Jeremy Adrian Raymond Nicholas Trevor Geoffrey Clive"
    ),
    (
        "Paul David Andrew Stephen Mark Michael Ian Gary Robert Richard Peter John Anthony Christopher Darren Simon Kevin Neil"
        " Martin Jonathan Jason Steven Stuart Nigel Craig Lee Wayne Sean Adrian Nicholas Dean Carl Russell Graeme Duncan"
    ),
    (
        "Paul Mark David Andrew Richard Christopher James Simon Michael Matthew Stephen Lee John Robert Darren Daniel Steven"
        " Nicholas Jonathan Ian Neil Peter Stuart Anthony Martin Kevin Craig Philip Gareth Adam Ben Dean Wayne Marc"
    ),
    (
        "Christopher James David Daniel Michael Matthew Andrew Richard Paul Mark Thomas Adam Robert John Lee Benjamin Steven"
        " Jonathan Craig Stephen Simon Nicholas Peter Anthony Alexander Gary Ashley Ian Ryan Liam Luke Kyle Shaun Scott"
    ),
    (
        "Thomas James Jack Daniel Matthew Ryan Joshua Luke Samuel Jordan Adam Michael Alexander Christopher Benjamin Joseph Liam"
        " Jake William Andrew George Lewis Oliver David Connor Nathan Callum Kieran Bradley Aaron Charlie Robert Harry Ashley"
    ),
    (
        "Jack Oliver Thomas Harry Joshua William Daniel Charlie James Samuel George Alfie Joseph Benjamin Ethan Lewis Luke Jake"
        " Max Jacob Callum Matthew Jayden Alexander Ryan Riley Tyler Dylan Logan Archie Leo Oscar Finley Liam"
    ),
    (
        "Oliver George Harry Noah Jack Leo Arthur Charlie Oscar Jacob Thomas Freddie Archie Theo Alfie Henry James Joshua William"
        " Logan Isaac Max Teddy Lucas Finley Arlo Reuben Louie Albie Rory Elijah Hugo Jude Roman"
    ),
)

RARE_WOMEN = (
    "Abigail Adele Agnes Alana Alma Amber Anastasia Annabel April Astrid Bella Bernice Bianca Bridget Bryony Camilla Carla"
    " Cecilia Celia Clarissa Cordelia Daphne Dinah Edith Eliza Eloise Estelle Esther Eve Faye Felicity Fiona Flora Gaynor"
    " Georgina Gertrude Ginny Gwendoline Harriet Heidi Henrietta Hope Ida Ingrid Iris Jemima Joy Juliet Lena Linda Lorna"
    " Lucinda Mabel Marian Martha Maud Miranda Miriam Morag Morwenna Myra Nadine Naomi Nesta Norma Odette Penelope Petra"
    " Philippa Primrose Prudence Roberta Rosalind Rowena Ruth Selina Sheena Stella Sybil Tamsin Thelma Tilly Ursula Verity"
    " Violet Viola Wilma Xanthe Yasmin Zara"
)
RARE_MEN = (
    "Abraham Aidan Alastair Aldous Angus Archibald Barnaby Basil Benedict Bertram Blake Brendan Bruce Caleb Cameron Cecil"
    " Clarence Clement Clifford Clifton Cuthbert Damian Desmond Dominic Donald Duncan Edgar Edmund Elliot Ellis Evan Ewan"
    " Fergus Finlay Francis Fraser Gerald Giles Glen Godfrey Guy Hamish Hector Horace Howard Hubert Hugh Humphrey Ivan Ivor"
    " Jared Jasper Jocelyn Julian Kit Lawrence Leon Lionel Lloyd Luther Marcus Maurice Maxwell Miles Mitchell Morgan Murdo"
    " Neville Noel Owen Piers Quentin Ralph Randolph Rhys Roderick Roland Ross Rufus Rupert Sebastian Silas Spencer Sylvester"
    " Terrance Tobias Toby Tristan Victor Vincent Wallace Wilfred Winston Zachary"
)

MIDDLE_WOMEN = (
    "Ann Marie Louise Jane Elizabeth Mary Anne Margaret Rose Grace Catherine Jean Lynn Claire May Dawn Victoria Helen Kate"
    " Michelle Alice Patricia Joan Susan Frances Ruth Sarah Charlotte Nicole Ellen Hope Eleanor Violet Christine Maria"
)
MIDDLE_MEN = (
    "John James William David Michael Robert Thomas Edward Peter George Paul Andrew Charles Alan Anthony Joseph Richard"
    " Christopher Stephen Alexander Henry Daniel Lee Mark Francis Ian Philip Patrick Arthur Kenneth Samuel Frederick Jack"
)


def generation(year: int) -> int:
    """Return the place in WOMEN and MEN of somebody born in a year."""
    return min(len(WOMEN) - 1, max(0, (year - FIRST_YEAR) // STEP + 1))
