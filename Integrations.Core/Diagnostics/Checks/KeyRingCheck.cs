using Integrations.Core.Connections;
using Integrations.Core.Jobs;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Microsoft.EntityFrameworkCore;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Diagnostics.Checks;

/// <summary>Whether the key ring opens what is stored, and whether an older key may go.</summary>
internal sealed class KeyRingCheck(
    IDbContextFactory<IntegrationsDbContext> contexts, CredentialVault vault, CredentialReencryption reprotection, KeyRingGuard? ringGuard = null) : IDoctorCheck
{
    private const int MostCredentials = 2_000;

    public string Name => "Key ring";

    public bool NeedsDatabase => true;

    public async Task<IReadOnlyList<Finding>> ExamineAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (ringGuard?.Refuse() is not null)
        {
            return [new Finding("Key ring", FindingSeverity.Error, Say("The configured master key does not open the stored key ring, which was encrypted with another master key: the hub does not start."), KeyRingGuard.Remedy)];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.Connections.AsNoTracking().Where(c => c.Ciphertext != null && c.DisconnectedAt == null).OrderByDescending(c => c.Id).Take(MostCredentials).ToListAsync(cancellationToken);
        var unreadable = stored.Count(c => vault.OpenFields(c) is null);
        var older = await reprotection.CountAsync(db, cancellationToken);
        return [unreadable > 0
            ? new Finding("Key ring", FindingSeverity.Error, Say("{0} of {1} stored credentials cannot be read.", unreadable, stored.Count), Say("Put the key back that was set when they were stored (KeyRing:Key, KeyRing:KeyFile or KeyRing:Certificate) and restart; else reconnect."))
            : new Finding("Key ring", FindingSeverity.Ok, stored.Count == 0 ? Say("No credential is stored yet.") : Say("Reads all of {0} stored credentials.", stored.Count)),
            older > 0
            ? new Finding("Rotation of keys", FindingSeverity.Warning, Say("{0} secrets are protected by an older key than the newest; that key cannot go yet.", older), Say("Let the hub run: it protects them again within the hour. If some remain, log event 3131 counts those that cannot be read: they want their key back, or to be entered again."))
            : new Finding("Rotation of keys", FindingSeverity.Ok, Say("The newest key protects every secret."))];
    }
}
