# WA: ends without a guess.
read -r n guesses
