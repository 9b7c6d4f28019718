"""Mail: letters to real messages, a real SMTP conversation, a folder that proves what went, and replies read as values.

compose     a letter and its envelope to the exact message
servers     which mail server, and how safely
relay       the server that takes letters
folder      messages as files: what was sent, what arrived
outbox      fills the `Outbox` port: sends, files, and looks whether a letter went already
providers   mail providers with an interface of their own, and how each is asked for a letter
provider_outbox  fills the `Outbox` port by a provider's interface
provider_events  what a provider reports of letters, as the mail that a mail server would send
keeping     what goes along with a letter, and what stays of it
room        a mail server of our own on loopback, for when none is configured
incoming    what arrived, read without trusting it; fills the `Inbox` port
mailbox     a mailbox elsewhere: what arrived there, and its Sent folder
courier     brings a mailbox's mail into the folder; fills the `Inbox` port
watch       hears from a mailbox as soon as something arrives
wording     the words of a message without the quoted rest
"""
