namespace Integrations.Core.Mail;

/// <summary>How the way to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Not at all: for a server on this machine or in a network that is trusted. No password goes over it.</summary>
    None,

    /// <summary>Begins in clear and must turn to TLS before anything is said; a server that does not offer it gets nothing.</summary>
    StartTls,

    /// <summary>TLS from the first byte, mostly on port 465.</summary>
    Tls,
}
