"""The short forms by which people go: what somebody says when asked for their name, and what a handler then types."""


def _forms(text: str) -> dict[str, tuple[str, ...]]:
    """Read `Name:Short,Shorter` words."""
    pairs = (word.partition(":") for word in text.split())
    return {name: tuple(short.split(",")) for name, _, short in pairs}


SHORT_FORMS = _forms(
    "Margaret:Maggie,Peggy,Marge,Meg Patricia:Pat,Trish,Tricia Susan:Sue,Susie Christine:Chris,Chrissie Joanne:Jo"
    " Nicola:Nicky,Nikki Rebecca:Becky,Becca Jessica:Jess,Jessie Gillian:Gill,Jill Abigail:Abi,Abby Bethany:Beth"
    " Elizabeth:Liz,Beth,Betty,Lizzie,Libby Catherine:Cath,Cathy,Kate,Katie Katherine:Kate,Kath,Katie,Kathy"
    " Kathleen:Kath,Kathy Deborah:Debbie,Debs Jacqueline:Jackie Jennifer:Jenny,Jen Victoria:Vicky,Tori Samantha:Sam,Sammy"
    " Amanda:Mandy Alexandra:Alex,Sandra,Lexi Stephanie:Steph Natasha:Tasha Danielle:Dani Charlotte:Charlie,Lottie"
    " Eleanor:Ellie,Nell Emily:Em Isabella:Bella,Izzy Olivia:Liv,Livvy Amelia:Millie,Amy Penelope:Penny Philippa:Pippa,Pip"
    " Georgina:Georgie,Gina Harriet:Hattie Henrietta:Hettie Dorothy:Dot,Dolly,Dottie Winifred:Win,Winnie Florence:Flo,Florrie"
    " Edith:Edie Gwendoline:Gwen Marjorie:Marge Josephine:Jo,Josie Rosemary:Rose,Rosie Barbara:Barb,Babs Pamela:Pam"
    " Valerie:Val Maureen:Mo Sandra:Sandy Judith:Judy Theresa:Terry,Tess Teresa:Terri,Tess Frances:Fran Francesca:Fran"
    " Angela:Angie Beverley:Bev Caroline:Caz,Carrie Lesley:Les Michelle:Shell,Chelle Rachel:Rach Melanie:Mel Natalie:Nat"
    " Vanessa:Ness Kimberley:Kim Matilda:Tilly Martha:Marty Lucinda:Lucy,Cindy Felicity:Fliss Miranda:Mandy Cecilia:Cissy"
    " Michael:Mick,Mike Stephen:Steve Steven:Steve Andrew:Andy,Drew Matthew:Matt Daniel:Dan,Danny Thomas:Tom,Tommy Raymond:Ray"
    " Patrick:Paddy,Pat William:Bill,Billy,Will Robert:Bob,Rob,Bobby Richard:Rich,Rick,Dick James:Jim,Jimmy,Jamie"
    " Christopher:Chris Anthony:Tony Kenneth:Ken Ronald:Ron Frederick:Fred,Freddie Alfred:Alf,Alfie Albert:Bert Edward:Ed,Ted,"
    "Eddie Charles:Charlie,Chas Joseph:Joe Samuel:Sam Benjamin:Ben Joshua:Josh Nicholas:Nick Jonathan:Jon Timothy:Tim"
    " Philip:Phil Peter:Pete David:Dave Alexander:Alex,Sandy Gregory:Greg Geoffrey:Geoff Jeffrey:Jeff Terence:Terry"
    " Leonard:Len Stanley:Stan Reginald:Reg Leslie:Les Donald:Don Douglas:Doug Desmond:Des Gerald:Gerry Lawrence:Larry,Laurie"
    " Vincent:Vince Nathan:Nate Zachary:Zach Sebastian:Seb Dominic:Dom Cameron:Cam Archibald:Archie Bernard:Bernie"
    " Walter:Wally Arthur:Art Harold:Harry Henry:Harry Sidney:Sid Norman:Norm Trevor:Trev Derek:Del Clifford:Cliff"
    " Theodore:Theo Maxwell:Max Bradley:Brad Jacob:Jake John:Jack,Johnny Francis:Frank Frank:Frankie Wilfred:Wilf"
    " Bridget:Bridie,Biddy Brendan:Bren Siobhan:Shiv Sinead:Neady Deirdre:Dee Cornelius:Con"
    " Katarzyna:Kasia Agnieszka:Aga Małgorzata:Gosia Magdalena:Magda Joanna:Asia Natalia:Nat Krzysztof:Chris,Krzys"
    " Andrzej:Andy Tomasz:Tom,Tomek Paweł:Pawel,Paul Grzegorz:Greg Jakub:Kuba Stanisław:Staszek Piotr:Peter,Piotrek"
    " Mohammed:Mo Muhammad:Mo Abdul:Abs Rukhsana:Roxy Shabana:Shabs Yusuf:Yus Ibrahim:Ibby Rajesh:Raj Sanjay:Sanj"
    " Harpreet:Harps Gurpreet:Gurps Manjit:Manj Jaswinder:Jas Vikram:Vik Nikhil:Nik Suresh:Sure Kuldeep:Kully"
    " Alexandru:Alex Cristian:Cris Gabriela:Gabi Mihaela:Miha Andreea:Andra Ștefania:Stefi Daniela:Dana"
    " Babatunde:Tunde Olumide:Olu Funmilayo:Funmi Folasade:Sade Emmanuel:Manny Chinedu:Nedu Adewale:Wale Ifeanyi:Ify"
    " Patience:Pat Fernanda:Nanda António:Tony José:Zé Manuel:Manny Leonor:Nonô Winston:Win Delroy:Del Jermaine:Jay"
)
"""By the full given name, most usual first. Some are shared: Chris is Christine, Christopher or Krzysztof."""
