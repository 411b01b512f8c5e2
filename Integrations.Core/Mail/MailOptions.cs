using System.ComponentModel.DataAnnotations;

namespace Integrations.Core.Mail;

/// <summary>Where mail is sent from. Section <c>Mail</c>; off without a host, and a wrong value stops the start.</summary>
public sealed class MailOptions : IValidatableObject
{
    /// <summary>Where the settings stand: <c>Mail:{name}</c>.</summary>
    public const string Section = "Mail";

    /// <summary>The SMTP server. The operator names it, so it may be in a private network: the rules for addresses that people enter do not hold here.</summary>
    [StringLength(255)]
    public string? Host { get; set; }

    /// <summary>587 for STARTTLS, mostly 465 for TLS, 25 inside a network.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>How the way to the server is protected; it has to fit the port.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>Null for a server that wants no sign-in.</summary>
    [StringLength(256)]
    public string? UserName { get; set; }

    /// <summary>Of the account at the server; from the environment, never from appsettings.json (SECURITY T11).</summary>
    [StringLength(1_000)]
    public string? Password { get; set; }

    /// <summary>The sender's address.</summary>
    [StringLength(OutgoingMail.AddressMaxLength)]
    public string? From { get; set; }

    /// <summary>The sender's name, as mail programs show it.</summary>
    [StringLength(120)]
    public string FromName { get; set; } = "Integrations";

    /// <summary>How long handing over one message may take, from the first byte to the last.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The language of people whose own is not known: <c>en</c> or <c>de</c>.</summary>
    public string Language { get; set; } = MailTexts.English;

    /// <summary>A host is set. Without one nothing is looked for or sent.</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(Host);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!MailTexts.Languages.Contains(Language, StringComparer.Ordinal))
        {
            yield return Wrong(nameof(Language), $"must be one of {string.Join(", ", MailTexts.Languages)}");
        }

        if (!IsOn)
        {
            yield break;
        }

        if (Uri.CheckHostName(Host!.Trim()) == UriHostNameType.Unknown)
        {
            yield return Wrong(nameof(Host), "must be the name or the address of a mail server, without scheme and port");
        }

        if (!MailAddresses.IsOne(From))
        {
            yield return Wrong(nameof(From), "must be the sender's e-mail address, such as hub@example.org, where Mail:Host is set");
        }

        if (string.IsNullOrEmpty(UserName) != string.IsNullOrEmpty(Password))
        {
            yield return Wrong(nameof(UserName), "and Mail:Password belong together: set both or neither");
        }

        if (Security == MailSecurity.None && !string.IsNullOrEmpty(Password))
        {
            yield return Wrong(nameof(Security), "must be starttls or tls where a password is set: else it would be sent in clear");
        }
    }

    private static ValidationResult Wrong(string name, string rule) => new($"{Section}:{name} {rule}.", [name]);
}
