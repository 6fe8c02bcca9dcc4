/* Names of the features in the order of their columns; Python checks that it says the same. */

#define OWN_FEATURES(X)                                                                       \
    X(log_words) X(log_chars) X(letters_per_word) X(capitalised) X(upper) X(digits)           \
    X(punctuation) X(commas) X(sentence_ends) X(ends_terminal) X(ends_colon) X(ends_ellipsis) \
    X(ends_question) X(starts_lower) X(starts_upper) X(starts_digit) X(starts_symbol)         \
    X(starts_quote) X(has_quote) X(has_bracket) X(has_exclamation) X(has_at) X(has_separator) \
    X(separators) X(has_mark) X(has_symbol) X(time) X(year) X(repeats) X(repeats_head)        \
    X(blank_before) X(blank_after) X(words_1) X(words_2) X(words_4) X(words_7) X(words_12)    \
    X(words_20) X(words_40) X(ideographs) X(function_share) X(function_log) X(function_none)  \
    X(sentence_like) X(cues) X(cue_first) X(you) X(we) X(speech) X(calendar) X(cue_account)   \
    X(cue_subscribe) X(cue_newsletter) X(cue_donate) X(cue_legal) X(cue_comment) X(cue_share) \
    X(cue_related) X(cue_advert) X(cue_rights) X(cue_photo) X(cue_video) X(cue_byline)        \
    X(cue_navigation) X(cue_author) X(cue_click) X(wording) X(wording_sum) X(rule_headline)   \
    X(rule_byline) X(rule_dateline) X(rule_caption) X(rule_weak_drop)

#define SIDE_FEATURES(X, side)                                                              \
    X(logit_##side##_1) X(log_words_##side##_1) X(wording_##side##_1)                       \
    X(ends_terminal_##side##_1) X(logit_##side##_2) X(log_words_##side##_2)                 \
    X(wording_##side##_2) X(ends_terminal_##side##_2) X(logit_##side##_3) X(edge_##side)    \
    X(belief_##side##_2) X(mass_##side##_2) X(belief_##side##_5) X(mass_##side##_5)         \
    X(belief_##side##_12) X(mass_##side##_12) X(belief_##side##_30) X(mass_##side##_30)     \
    X(ends_terminal_##side) X(log_words_##side) X(cues_##side) X(function_share_##side)     \
    X(capitalised_##side) X(wording_##side) X(drops_##side) X(above_##side)

#define RUN_FEATURES(X, run)                                                                \
    X(run##_inside) X(run##_before) X(run##_behind) X(run##_depth) X(run##_size)

#define WINDOW_FEATURES(X)                                                                  \
    X(logit) X(belief) SIDE_FEATURES(X, before) SIDE_FEATURES(X, after) X(balance_5)        \
    X(balance_15) RUN_FEATURES(X, core) RUN_FEATURES(X, wide) X(page_share) X(page_best)    \
    X(below_best) X(page_worst) X(page_chrome) X(page_rows) X(page_words) X(place)          \
    X(place_words) X(page_drops)

#define KINDS_OF_WORDS(X)                                                                   \
    X(function) X(you) X(we) X(speech) X(calendar) X(account) X(subscribe) X(newsletter)    \
    X(donate) X(legal) X(comment) X(share) X(related) X(advert) X(rights) X(photo) X(video) \
    X(byline) X(navigation) X(author) X(click)

#define KINDS_OF_CHARACTERS(X)                                                              \
    X(LOWER) X(UPPER) X(LETTER) X(IDEOGRAPH) X(DIGIT) X(SPACE) X(NEWLINE) X(STOP)           \
    X(EXCLAIM) X(QUESTION) X(ELLIPSIS) X(COMMA) X(COLON) X(QUOTE) X(BRACKET) X(DASH)        \
    X(SEPARATOR) X(GUILLEMET) X(AT) X(MARK) X(SYMBOL) X(OTHER)

#define AS_OWN(name) OWN_##name,
#define AS_WINDOW(name) WINDOW_##name,
#define AS_KIND(name) KIND_##name,
#define AS_CLASS(name) CLASS_##name,
#define AS_TEXT(name) #name,

enum { OWN_FEATURES(AS_OWN) N_OWN };
enum { WINDOW_FEATURES(AS_WINDOW) N_WINDOW };
enum { KINDS_OF_WORDS(AS_KIND) N_KINDS };
enum { KINDS_OF_CHARACTERS(AS_CLASS) N_CLASSES };
enum { N_FEATURES = N_OWN + N_WINDOW, N_STAGES = 2 }; /* stages that look around */
enum { FIRST_CUE = KIND_account, N_CUES = N_KINDS - FIRST_CUE };
