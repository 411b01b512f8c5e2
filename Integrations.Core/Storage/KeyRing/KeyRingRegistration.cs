using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Storage.KeyRing;

/// <summary>Where the master key is kept, for those who copy a hub.</summary>
/// <param name="File">The key file; null where the key comes from elsewhere.</param>
/// <param name="MasterKeyId">Its fingerprint; null for a certificate.</param>
public sealed record KeyRingPlace(string? File, string? MasterKeyId);

public static class KeyRingRegistration
{
    public const string DevelopmentKeyFile = "keyring.key";

    private static readonly TimeSpan KeyLifetime = TimeSpan.FromDays(90);

    /// <summary>Adds Data Protection with a key ring that is encrypted at rest (SECURITY T2, T3).</summary>
    /// <param name="services">The application's services; storage keeps the ring.</param>
    /// <param name="configuration">Reads <c>KeyRing:*</c>.</param>
    /// <param name="contentRoot">Relative paths start here.</param>
    /// <param name="mayCreateKeyFile">Whether a missing key file is made; Development only.</param>
    /// <exception cref="OptionsValidationException">No usable key is configured; names the setting.</exception>
    public static IServiceCollection AddKeyRing(this IServiceCollection services, IConfiguration configuration, string contentRoot, bool mayCreateKeyFile)
    {
        var options = configuration.GetSection(KeyRingOptions.Section).Get<KeyRingOptions>() ?? new KeyRingOptions();
        var given = new[] { options.Key, options.KeyFile, options.Certificate }.Count(value => !string.IsNullOrWhiteSpace(value));
        if (given > 1)
        {
            throw Refused("Set only one of KeyRing:Key, KeyRing:KeyFile and KeyRing:Certificate.");
        }

        var protection = services.AddDataProtection().SetApplicationName("Integrations").SetDefaultKeyLifetime(KeyLifetime);
        if (!string.IsNullOrWhiteSpace(options.Certificate))
        {
            protection.ProtectKeysWithCertificate(Load(Path.GetFullPath(options.Certificate, contentRoot), options.CertificatePassword));
            return services;
        }

        var (key, file) = Find(options, configuration, contentRoot, mayCreateKeyFile);
        services.AddSingleton(key);
        services.AddSingleton(new KeyRingPlace(file, key.Id));
        services.Configure<KeyManagementOptions>(ring => ring.XmlEncryptor = new MasterKeyXmlEncryptor(key));
        return services;
    }

    private static (MasterKey Key, string? File) Find(KeyRingOptions options, IConfiguration configuration, string contentRoot, bool mayCreateKeyFile)
    {
        if (!string.IsNullOrWhiteSpace(options.Key))
        {
            return (MasterKey.Parse(options.Key) ?? throw Refused($"KeyRing:Key must be {MasterKey.Length} random bytes in base64."), null);
        }

        var path = string.IsNullOrWhiteSpace(options.KeyFile) ? null : Path.GetFullPath(options.KeyFile, contentRoot);
        if (path is null)
        {
            if (!mayCreateKeyFile)
            {
                throw Refused(
                    "The key ring would be stored in clear. Set KeyRing:Key (environment), KeyRing:KeyFile (owner-only file) or KeyRing:Certificate.");
            }

            path = Path.Combine(FolderOfDatabase(configuration, contentRoot), DevelopmentKeyFile);
            MasterKey.CreateFile(path);
        }

        return MasterKey.Refuse(path) is { } reason
            ? throw Refused($"KeyRing:KeyFile {path} {reason}.")
            : (MasterKey.Parse(File.ReadAllText(path))!, path);
    }

    /// <summary>Where the database file is; where it would be, for a database that is no file.</summary>
    internal static string FolderOfDatabase(IConfiguration configuration, string contentRoot)
    {
        var given = configuration.GetConnectionString(DatabaseOptions.ConnectionStringName);
        var isSqlite = configuration.GetValue($"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Provider)}", DatabaseProvider.Sqlite) == DatabaseProvider.Sqlite;
        var file = isSqlite && !string.IsNullOrWhiteSpace(given) ? new SqliteConnectionStringBuilder(given).DataSource : StorageRegistration.DefaultSqliteFile;
        return Path.GetDirectoryName(Path.GetFullPath(file == ":memory:" ? StorageRegistration.DefaultSqliteFile : file, contentRoot))!;
    }

    private static X509Certificate2 Load(string path, string? password)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, password);
            return certificate.HasPrivateKey && certificate.GetRSAPrivateKey() is not null
                ? certificate
                : throw Refused("KeyRing:Certificate holds no RSA private key.");
        }
        catch (Exception unreadable) when (unreadable is System.Security.Cryptography.CryptographicException or IOException)
        {
            throw Refused("KeyRing:Certificate cannot be read, or KeyRing:CertificatePassword is not its password.");
        }
    }

    private static OptionsValidationException Refused(string message) => new(KeyRingOptions.Section, typeof(KeyRingOptions), [message]);
}
