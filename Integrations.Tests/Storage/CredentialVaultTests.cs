using Integrations.Core.Storage.KeyRing;
using Microsoft.AspNetCore.DataProtection;

namespace Integrations.Tests.Storage;

public sealed class CredentialVaultTests
{
    private static readonly Guid Organization = Guid.NewGuid();
    private static readonly Guid Owner = Guid.NewGuid();

    public static TheoryData<string, Guid, Guid, string> Others => new()
    {
        { "webhook", Organization, Owner, "fields" },
        { "connection", Guid.NewGuid(), Owner, "fields" },
        { "connection", Organization, Guid.NewGuid(), "fields" },
        { "connection", Organization, Owner, "former" },
        // Nor where one part took over from the next.
        { "connection", Owner, Organization, "fields" },
    };

    [Theory, Proves("T1"), MemberData(nameof(Others))]
    public void Secret_OpensWhereItBelongs_AndInNoOtherKindOrganizationRowOrField(string kind, Guid organization, Guid owner, string field)
    {
        var vault = new CredentialVault(new EphemeralDataProtectionProvider());
        var ciphertext = vault.Protect("connection", Organization, Owner, "fields", "canary");

        Assert.Equal("canary", vault.Open("connection", Organization, Owner, "fields", ciphertext));
        Assert.Null(vault.Open(kind, organization, owner, field, ciphertext));
        Assert.Null(vault.Open("connection", Organization, Owner, "fields", ciphertext[..^2]));
    }
}
