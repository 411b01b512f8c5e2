using System.Diagnostics.CodeAnalysis;
using Integrations.Primitives;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Storage.KeyRing;

/// <summary>
/// Asks at start whether the configured master key opens the stored key ring. A hub that started with another would show every
/// connection as broken, sign everyone out, and write new credentials under a key that the other nodes do not have.
/// </summary>
public sealed partial class KeyRingGuard(IKeyManager keys, IOptions<KeyRingOptions> options, ILogger<KeyRingGuard> logger)
{
    /// <summary>What is wrong, as the end of a sentence that begins with the key.</summary>
    internal const string Other = "does not open the stored key ring, which was encrypted with another master key";

    /// <summary>What to do about it.</summary>
    internal const string Remedy =
        "Set KeyRing:Key, KeyRing:KeyFile or KeyRing:Certificate to the one of that time, or restore the database that belongs to this one. If it is lost for good, start once with KeyRing:AcceptLoss=true: stored credentials then have to be entered again (docs/operations.md).";

    /// <summary>Looks at the newest key, which is the one that new secrets are protected with.</summary>
    public SettingProblem? Refuse() =>
        keys.GetAllKeys().Where(key => !key.IsRevoked).MaxBy(key => key.CreationDate) is { } newest && !Opens(newest)
            ? new SettingProblem(KeyRingOptions.Section, $"{Other}. {Remedy}")
            : null;

    /// <exception cref="ForeignKeyRingException">The key does not open the ring, and the operator did not say to go on without it.</exception>
    public void RefuseForeign()
    {
        if (Refuse() is not { } problem)
        {
            return;
        }

        if (!options.Value.AcceptLoss)
        {
            throw new ForeignKeyRingException(problem);
        }

        foreach (var lost in keys.GetAllKeys().Where(key => !key.IsRevoked && !Opens(key)))
        {
            keys.RevokeKey(lost.KeyId, "Its master key is lost (KeyRing:AcceptLoss).");
            LogGivenUp(logger, lost.KeyId);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Each way of encrypting a ring fails in its own way, and all of them mean that the key does not open it.")]
    private static bool Opens(IKey key)
    {
        try
        {
            return key.Descriptor is not null;
        }
        catch (Exception)
        {
            return false;
        }
    }

    [LoggerMessage(3151, LogLevel.Warning, "The key {KeyId} of the key ring was given up, because KeyRing:AcceptLoss is set. What it protects has to be entered again; take the setting out")]
    private static partial void LogGivenUp(ILogger logger, Guid keyId);
}
