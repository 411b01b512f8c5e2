namespace Integrations.Core.Storage.KeyRing;

/// <summary>
/// What encrypts the Data Protection key ring, which is kept in the database (SECURITY T2). Exactly one of three, kept
/// apart from the database and its backups. Development makes a key file beside the database by itself.
/// </summary>
public sealed class KeyRingOptions
{
    /// <summary>Where the settings stand: <c>KeyRing:{name}</c>.</summary>
    public const string Section = "KeyRing";

    /// <summary>32 random bytes, base64; meant for the environment variable <c>KeyRing__Key</c>.</summary>
    public string? Key { get; set; }

    /// <summary>A file with 32 random bytes, base64, that only its owner can read.</summary>
    public string? KeyFile { get; set; }

    /// <summary>A PKCS#12 file with an RSA key.</summary>
    public string? Certificate { get; set; }

    /// <summary>Of the PKCS#12 file; null where it has none.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>
    /// Starts although the configured key does not open the stored key ring, because the key that does is lost for good: the ring's keys
    /// are revoked, and stored credentials have to be entered again.
    /// </summary>
    public bool AcceptLoss { get; set; }

    /// <summary>Always <c>***</c>: it holds the master key.</summary>
    public override string ToString() => "***";
}
