using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Integrations.Primitives;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Storage.KeyRing;

/// <summary>Registers Data Protection with a key ring that is encrypted at rest.</summary>
public static class KeyRingRegistration
{
    /// <summary>The file that Development makes beside the database by itself.</summary>
    public const string DevelopmentKeyFile = "keyring.key";

    private static readonly TimeSpan KeyLifetime = TimeSpan.FromDays(90);

    /// <summary>
    /// Adds Data Protection with a key ring that is encrypted at rest (SECURITY T2, T3). Without a usable key nothing can be protected:
    /// <see cref="Refuse"/> says why, and the program does not start.
    /// </summary>
    /// <param name="services">The application's services; storage keeps the ring.</param>
    /// <param name="configuration">Reads <c>KeyRing:*</c>.</param>
    /// <param name="contentRoot">Relative paths start here.</param>
    /// <param name="database">A key file that is made is put beside it.</param>
    /// <param name="mayCreateKeyFile">Whether a missing key file is made; Development only.</param>
    public static IServiceCollection AddKeyRing(this IServiceCollection services, IConfiguration configuration, string contentRoot, DatabaseChoice database, bool mayCreateKeyFile)
    {
        services.AddOptions<KeyRingOptions>().BindConfiguration(KeyRingOptions.Section);
        services.AddSingleton<KeyRingGuard>();
        var protection = services.AddDataProtection().PersistKeysToDbContext<IntegrationsDbContext>().SetApplicationName("Integrations").SetDefaultKeyLifetime(KeyLifetime);
        var source = Find(configuration, contentRoot, database, mayCreateKeyFile);
        if (source.Certificate is { } certificate)
        {
            protection.ProtectKeysWithCertificate(certificate);
        }
        else if (source.Key is { } key)
        {
            services.AddSingleton(key);
            services.AddSingleton(new KeyRingPlace(source.File, key.Id));
            services.Configure<KeyManagementOptions>(ring => ring.XmlEncryptor = new MasterKeyXmlEncryptor(key));
        }
        else
        {
            // Never in clear: without an encryptor the ring would be.
            services.Configure<KeyManagementOptions>(ring => ring.XmlEncryptor = new NoMasterKey(source.Problem!));
        }

        return services;
    }

    /// <summary>Why the configured key cannot be used; null when it can.</summary>
    public static SettingProblem? Refuse(IConfiguration configuration, string contentRoot, DatabaseChoice database, bool mayCreateKeyFile)
    {
        var source = Find(configuration, contentRoot, database, mayCreateKeyFile);
        source.Certificate?.Dispose();
        return source.Problem;
    }

    private static KeySource Find(IConfiguration configuration, string contentRoot, DatabaseChoice database, bool mayCreateKeyFile)
    {
        var options = configuration.ReadOrDefault<KeyRingOptions>(KeyRingOptions.Section);
        var given = new[] { options.Key, options.KeyFile, options.Certificate }.Count(value => !string.IsNullOrWhiteSpace(value));
        if (given > 1)
        {
            return Wrong("Key", "is set beside KeyRing:KeyFile or KeyRing:Certificate. Set only one of the three.");
        }

        if (!string.IsNullOrWhiteSpace(options.Certificate))
        {
            return Load(Path.GetFullPath(options.Certificate, contentRoot), options.CertificatePassword);
        }

        if (!string.IsNullOrWhiteSpace(options.Key))
        {
            return MasterKey.Parse(options.Key) is { } key
                ? new KeySource { Key = key }
                : Wrong("Key", $"is not {MasterKey.Length} random bytes in base64. Make one with: head -c 32 /dev/urandom | base64");
        }

        var path = string.IsNullOrWhiteSpace(options.KeyFile) ? null : Path.GetFullPath(options.KeyFile, contentRoot);
        if (path is null)
        {
            if (!mayCreateKeyFile)
            {
                return Wrong("Key", "is missing, so credentials would be stored unprotected. Set KeyRing:KeyFile (a file that only its owner can read), KeyRing:Key (environment) or KeyRing:Certificate.");
            }

            path = Path.Combine(database.Folder(), DevelopmentKeyFile);
            MasterKey.CreateFile(path);
        }

        try
        {
            return MasterKey.Refuse(path) is { } reason
                ? Wrong("KeyFile", $"{path} {reason}.")
                : new KeySource { Key = MasterKey.Parse(File.ReadAllText(path)), File = path };
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Wrong("KeyFile", $"{path} cannot be read by this program. Its owner has to be the account that the program runs under.");
        }
    }

    private static KeySource Load(string path, string? password)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, password);
            return certificate.HasPrivateKey && certificate.GetRSAPrivateKey() is not null
                ? new KeySource { Certificate = certificate }
                : Wrong("Certificate", $"{path} holds no RSA private key. Export it as PKCS#12 with its key.");
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return Wrong("Certificate", $"{path} cannot be read, or KeyRing:CertificatePassword is not its password.");
        }
    }

    private static KeySource Wrong(string name, string message) => new() { Problem = new SettingProblem($"{KeyRingOptions.Section}:{name}", message) };

    private sealed class KeySource
    {
        public MasterKey? Key { get; init; }

        public string? File { get; init; }

        public X509Certificate2? Certificate { get; init; }

        public SettingProblem? Problem { get; init; }
    }
}
