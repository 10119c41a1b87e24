"""One person, several chats: joined by a code, and what is followed in one goes to another."""
