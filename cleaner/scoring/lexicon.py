"""The words whose kind matters, in a dozen languages: small words and the cues of chrome.

Words are compared by their first `STEM_LENGTH` letters, without case, so that "abonnieren"
stands for "Abonnierte" too. Nothing here decides: each kind is one feature with learnt weight.
A word has one kind; the first that names it wins.
"""

from __future__ import annotations

from typing import Final

STEM_LENGTH: Final = 7
"""Letters of a word that are compared."""

FUNCTION, YOU, WE, SPEECH, CALENDAR = "function", "you", "we", "speech", "calendar"

CUES: Final = (
    "account", "subscribe", "newsletter", "donate", "legal", "comment", "share", "related",
    "advert", "rights", "photo", "video", "byline", "navigation", "author", "click",
)  # fmt: skip
"""Kinds of chrome that have words of their own."""

_PRECEDENCE: Final = (YOU, WE, SPEECH, CALENDAR, FUNCTION, *CUES)

KINDS: Final = (FUNCTION, YOU, WE, SPEECH, CALENDAR, *CUES)

_WORDS: Final = {
    "account": """
        login logout signin signup register registered account accounts password username
        profile logged anmelden einloggen konto passwort registrieren benutzername abmelden
        connexion connecter inscription inscrire compte iniciar sesión regístrate registro
        cuenta contraseña accedi accesso registrati zaloguj logowanie hasło rejestracja inloggen
        aanmelden wachtwoord войти регистрация пароль войдите logga skapa
    """,
    "subscribe": """
        subscribe subscriber subscribers subscribed subscription subscriptions unsubscribe
        premium unlimited trial paywall abonnieren abonnement abonnent abonnenten abo abos
        digitalabo abonnez abonné abonnés abonner suscríbete suscripción suscriptores
        suscribirse abbonati abbonamento abbonarsi prenumerata subskrypcja subskrybuj abonneer
        abonnee prenumerera assine assinatura assinantes подписаться подписка подпишитесь
        подписывайтесь
    """,
    "newsletter": """
        newsletter newsletters inbox email mail emails briefing digest alerts notification
        notifications push rss feed feeds posteingang bulletin infolettre boletín boletines
        correo courriel nieuwsbrief nyhetsbrev nyhedsbrev newslettera рассылка уведомления
        podcast podcasts
    """,
    "donate": """
        donate donation donations donating donor donors contribute contribution contributions
        supporter supporters nonprofit spenden spende unterstützen faire soutenez don dons donar
        donación dona sostieni wesprzyj doneer doe stötta поддержите пожертвовать
    """,
    "legal": """
        cookie cookies consent gdpr privacy policy terms conditions disclaimer imprint accept
        datenschutz datenschutzerklärung agb impressum einwilligung akzeptieren zustimmung
        confidentialité mentions légales politique privacidad aviso condiciones política
        informativa condizioni polityka prywatności regulamin ciasteczek ciasteczka voorwaarden
        privacybeleid integritetspolicy privacidade termos политика конфиденциальности
    """,
    "comment": """
        comment comments commenting commenter discussion discuss reply replies respond
        moderation moderated moderator disqus upvote votes thread kommentar kommentare
        kommentieren antworten diskussion diskutieren leserbrief commentaire commentaires
        répondre réagir comentario comentarios comentar responder commento commenti rispondi
        komentarz komentarze komentarzy odpowiedz reactie reacties reageer kommentera
        kommentarer comentário комментарий комментарии комментировать ответить
    """,
    "share": """
        share shares sharing facebook twitter tweet tweets whatsapp linkedin pinterest reddit
        telegram instagram flipboard tumblr messenger snapchat tiktok youtube follow followers
        following mastodon bluesky threads xing teilen folgen folge partager partagez suivez
        suivre compartir compartilhe síguenos seguir condividi seguici udostępnij polub delen
        deel volg dela följ поделиться твитнуть нравится
    """,
    "related": """
        related recommended trending popular latest headlines stories topics tags tagged
        recirculation next previous also recommend recommends suggested editor picks lesen mehr
        weitere weiterlesen beliebt meistgelesen meistgelesene empfohlen themen thema
        schlagworte nachrichten aktuell lire aussi suite voir recommandé articles sujets leer
        más también relacionadas relacionados noticias últimas leggi anche correlati notizie
        czytaj także również zobacz polecane podobne najnowsze lees ook meer gerelateerd läs
        också leia também mais читайте также новости далее популярное
    """,
    "advert": """
        advertisement advertisements advertise advertising sponsored sponsor sponsors promoted
        promo affiliate commission ad ads coupon coupons deal deals discount shop shopping buy
        price prices cart shipping werbung anzeige anzeigen angebot angebote gutschein jetzt
        kaufen preis versand publicité annonce annonces promotion publicidad anuncio oferta
        ofertas pubblicità offerta reklama reklamy promocja advertentie aanbieding annons
        publicidade реклама скидка
    """,
    "rights": """
        copyright rights reserved reproduction republish redistributed syndication licence
        license licensed urheberrecht rechte vorbehalten droits réservés derechos reservados
        diritti riservati prawa zastrzeżone rechten voorbehouden rättigheter direitos права
        защищены
    """,
    "photo": """
        photo photos photograph photographer photography image images picture pictures getty
        reuters shutterstock istock gallery caption afp ap pa epa dpa imago alamy unsplash
        pixabay file courtesy illustration screenshot foto fotos bild bilder fotografie fotograf
        bildquelle quelle archiv crédit crédits légende imagen imágenes immagine zdjęcie zdjęcia
        fot fotograaf beeld фото фотография
    """,
    "video": """
        video videos watch livestream stream player play playback listen audio episode episodes
        autoplay loading javascript browser html5 vidéo vidéos écouter regarder vídeo vídeos ver
        guarda ascolta wideo obejrzyj bekijk luister titta видео смотрите смотреть ansehen
        anhören
    """,
    "byline": """
        autor autorin author reporter correspondent editor editorial staff contributor updated
        published posted modified uhr aktualisiert veröffentlicht stand publié rédaction
        redaktion actualizado publicado redacción aggiornato pubblicato redazione opublikowano
        aktualizacja redakcja gepubliceerd bijgewerkt redactie publicerad uppdaterad am pm est
        edt gmt utc bst cet ist ago min mins minutes опубликовано обновлено автор
    """,
    "navigation": """
        menu home homepage search skip navigation sitemap section sections contact about help
        faq careers jobs archive archives categories category contents page pages back top close
        open show hide startseite suche suchen kontakt hilfe karriere übersicht zurück schließen
        seite accueil recherche rechercher contactez aide inicio buscar contacto ayuda cerca
        contatti strona główna szukaj zoeken over sök kontakta busca contato главная поиск
        контакты sport sports business politics opinion lifestyle travel weather tech
        entertainment culture politik wirtschaft kultur wetter reisen politique économie
        deportes cultura economía
    """,
    "author": """
        columnist freelance journalist writer writes covers covering bio biography bestselling
        professor reached follow him her tips email contributed contributing redakteur
        redakteurin journalistin geboren studierte periodista giornalista dziennikarz
        journaliste
    """,
    "click": """
        click here tap download app apps install report error typo feedback print printer pdf
        bookmark save copy link url view expand load continue read hier klicken klick drucken
        merken cliquez ici télécharger imprimer haga clic aquí descargar clicca scarica kliknij
        pobierz drukuj klik skriv clique aqui baixar нажмите скачать
    """,
    YOU: """
        you your yours yourself du dein deine dich dir sie ihr ihre ihnen ihren vous votre vos
        tu ton tes te tú usted ustedes su sus vostro tuo tua twój twoje ci je jouw jullie uw din
        dina você seu sua вы вас ваш ваши вам
    """,
    WE: """
        we our ours us wir uns unser unsere unseren nous notre nos nosotros nuestro nuestra
        nuestros noi nostro nostra nostri my nasz nasze nas wij ons onze vi vår våra nós nosso
        nossa мы наш нас нам
    """,
    SPEECH: """
        said says say told tells according added adds asked explained wrote argued called sagte
        sagt erklärte betonte laut teilte berichtet dit déclaré affirmé expliqué selon dijo
        afirmó según explicó señaló dichiarato secondo powiedział powiedziała dodał poinformował
        zdaniem zei zegt volgens säger sade enligt disse afirmou segundo сказал сказала заявил
        сообщил сообщает словам
    """,
    CALENDAR: """
        january february march april june july august september october november december jan
        feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday
        saturday sunday mon tue wed thu fri sat sun januar februar märz mai juni juli oktober
        dezember montag dienstag mittwoch donnerstag freitag samstag sonntag janvier février
        mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi
        jeudi vendredi samedi dimanche enero febrero marzo mayo junio julio agosto septiembre
        octubre noviembre diciembre lunes martes miércoles jueves viernes sábado domingo gennaio
        febbraio aprile maggio giugno luglio settembre ottobre dicembre stycznia lutego marca
        kwietnia maja czerwca lipca sierpnia września października listopada grudnia januari
        februari maart mei augustus января февраля марта апреля мая июня июля августа сентября
        октября ноября декабря
    """,
    FUNCTION: """
        the a an of to in and is was for on that with as at it he she his they from has had have
        be been were are but not who this which their its or after would will could can than
        when there more one into out over if what so about up before while because during
        between against under where some all no did do just only other two first also said der
        die das den dem des ein eine einen einem einer und ist war zu mit auf für von im nicht
        sich auch als es er wird wurde sind haben hat dass aus bei nach um noch wie nur oder
        aber vor zum zur wenn über durch werden kann mehr sein seine bis gegen unter zwischen
        habe sei le la les un une du de et est dans pour que qui sur au aux avec ce cette ces il
        elle ils pas plus par ne se sont été être ont était mais ou comme son sa ses leur après
        même deux entre el los las una unos del y en por con para como lo al más pero fue ha han
        está este esta sobre sin desde cuando muy ya hasta también porque dos gli i uno della
        dei delle di e che per non è sono da nel nella alla si ma come più anche stato hanno
        questo questa dopo suo sua w z na się nie że o jest za po jak od przez dla był była
        które który która ale oraz przy tym tego jego jej są został czy już także może ze os uma
        em nos nas ao à com não foi são ser pelo pela het een van op te dat met voor niet zijn
        aan maar om ook naar bij nog uit worden werd deze och att det som på är ett av för med
        till har inte var jag ska kan efter vid så og til ikke fra være ble skal etter и в не на
        что с по как из у к это за от о для он но его был же то все они так до или была если
        только при после уже году του της το και η ο να τα με από για που στο στη την τον σε θα
        είναι των οι δεν ve bir bu için ile olarak daha çok s je že v jako pro
    """,
}


def words_by_kind() -> dict[str, tuple[str, ...]]:
    """Return the words of each kind, stems cut, each word once over all kinds."""
    seen: set[str] = set()
    found: dict[str, tuple[str, ...]] = {}
    for kind in _PRECEDENCE:
        stems = [word[:STEM_LENGTH] for word in _WORDS[kind].split()]
        fresh = tuple(dict.fromkeys(stem for stem in stems if stem not in seen))
        seen.update(fresh)
        found[kind] = fresh
    return found
