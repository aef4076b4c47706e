const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '')

/** What people take for a password, in lower case: keyboard walks, numbers, names, words. Written for this list. */
export const commonWords: readonly string[] = words(`
123 1234 12345 123456 1234567 12345678 123456789 1234567890 12345678910 0123456789 0987654321 987654321 87654321 654321
54321 4321 111111 11111111 222222 333333 444444 555555 666666 66666666 777777 7777777 888888 88888888 999999 000000 00000000
121212 123123 123123123 123321 112233 11223344 1122334455 131313 123654 147258 147258369 159753 159357 789456 789456123
741852963 852456 963852741 1q2w3e 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qaz@wsx zaq12wsx zaq1zaq1 qazwsx
qazwsxedc qwe qwe123 qweasd qweasdzxc qwer qwer1234 qwert qwert12345 qwerty qwerty1 qwerty12 qwerty123 qwerty1234 qwerty12345
qwerty123456 qwertyu qwertyui qwertyuiop asdf asdf1234 asdfg asdfgh asdfghj asdfghjk asdfghjkl asdasd asd123 zxcvb zxcvbn
zxcvbnm zxc123 poiuyt poiuytrewq mnbvcxz lkjhgfdsa azerty azertyuiop qwertz qwertzuiop a1b2c3 a1b2c3d4 abc abc123 abc1234
abcd abcd1234 abcde abcdef abcdefg abcdefgh abcdefghijklmnopqrstuvwxyz aaa aaaa aaaaaa aaaaaaaa abcabc xyz zzzzzz 0000 1111
admin admin1 admin12 admin123 administrator adminadmin root toor rootroot user username users userpass test tester testtest
testpass pass passwd passpass passphrase password passwort motdepasse contrasena senha parola wachtwoord haslo parol heslo
mima login logon letmein letmeinnow welcome welcomeback access access14 open opensesame sesame enter entry unlock
master mastermind superman batman spiderman ironman wonderwoman hulk thor marvel avengers starwars startrek matrix trinity
neo morpheus gandalf frodo bilbo hobbit mordor legolas aragorn sauron harrypotter hogwarts dumbledore voldemort pokemon
pikachu naruto goku dragonball zelda mario luigi sonic minecraft fortnite roblox tetris pacman doom quake warcraft
dragon monkey tiger lion eagle falcon hawk wolf bear panda koala penguin dolphin shark whale snake cobra python
horse donkey rabbit bunny kitty kitten cat cats dog doggy puppy bird chicken duck turkey fish salmon turtle spider
football soccer baseball basketball hockey tennis golf cricket rugby racing ferrari porsche mercedes bmw audi toyota honda
mustang corvette camaro harley yamaha ducati chelsea arsenal liverpool barcelona realmadrid juventus bayern manchester
chocolate cookie cookies coffee banana apple orange cherry lemon strawberry mango peach pepper ginger vanilla sugar
honey butter cheese pizza burger pasta potato tomato mushroom garlic onion bread water beer whiskey vodka tequila wine
summer winter spring autumn sunshine rainbow flower rose lily daisy sunflower forest mountain river ocean island beach
storm thunder lightning snow snowball fire phoenix diamond crystal silver gold golden platinum purple yellow green
blue red black white pink maroon violet indigo scarlet shadow ghost angel devil demon heaven hell jesus god christ
love lovely iloveyou iloveu loveyou loveme sweetheart darling princess prince queen king kingkong baby babygirl
family mother father brother sister friend friends forever always happy lucky peace freedom hope faith trust trustno1
michael daniel david james john robert thomas william joseph charles george andrew anthony matthew joshua christopher
nicholas alexander alex benjamin samuel jonathan kevin brian jason justin ryan eric adam steven mark paul peter
simon martin patrick richard edward henry oliver jack harry charlie jacob ethan lucas liam noah logan mason max
maria anna laura sarah jessica jennifer michelle amanda melissa nicole stephanie elizabeth emily emma olivia sophia
isabella mia charlotte amelia grace hannah ashley samantha lauren victoria natalie rachel rebecca andrea julia
alice bob carol dave eve mallory ada lovelace turing alan linus torvalds satoshi nakamoto snowden assange tesla einstein
monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
october november december london paris berlin madrid rome vienna zurich tokyo beijing shanghai moscow sydney
newyork chicago boston texas california florida brazil india china japan russia germany france spain italy america
computer internet server database network system software hardware laptop desktop keyboard mouse monitor printer
windows linux ubuntu debian fedora redhat macos android iphone samsung google facebook twitter instagram youtube
amazon microsoft apple oracle github gitlab docker kubernetes jenkins terraform ansible cloud azure heroku vercel
netlify firebase javascript typescript java kotlin swift golang rust ruby perl php csharp dotnet scala haskell
developer programmer hacker hackme hacked cracker ninja pirate wizard magic merlin samurai warrior soldier sniper
killer hunter ranger scout captain commander general president boss chief doctor teacher student school college
university company business office service support manager director employee customer client partner vendor supplier
secret secrets secure security securekey key keys keypass token tokens jwt auth oauth oidc sso login session cookie
signing signer signature crypto cipher encrypt encryption private public shared symmetric hmac sha256 salt pepper hash
api apikey app application backend frontend web webapp website mobile service microservice gateway proxy rest graphql
default example sample demo dummy temp temporary testing development staging production local localhost prod dev stage
changeme changeit change please replace update fixme todo unknown nothing something anything whatever none null empty
hello helloworld world goodbye foobar foo bar baz lorem ipsum qux spam eggs ham blah blahblah asdfasdf random string
guest public anonymous visitor member operator sysadmin superuser superadmin supervisor moderator owner staff team
money dollar bitcoin ethereum blockchain wallet bank banking payment invoice order orders shop store market cart
todo todoapp blog chat forum game gaming player gamer music guitar piano drums rock metal punk jazz hiphop
blink182 metallica nirvana slipknot eminem rihanna beyonce madonna queen beatles elvis bowie
pass1234 passw0rd p@ssw0rd p@ssword pa55word pa55w0rd password1 password12 password123 password1234 secret1 secret12 secret123
secret1234 letmein1 welcome1 welcome123 admin1234 root123 test1234 qwerty1! abc123! hunter2 correcthorsebatterystaple
`)

/** Put together with each other they give most of the secrets of tutorials: `my-app-secret`. */
export const prefixes: readonly string[] = words(
  'my your our the a this some app api auth jwt token access refresh session cookie user admin super very top test dev prod demo server backend client node express django flask spring laravel rails nest react mern todo blog chat shop web local default new secure private public shared hmac signing encryption',
)
export const nouns: readonly string[] = words(
  'secret key token password pass passphrase string salt signature secretkey jwt jwtsecret jwtkey',
)
