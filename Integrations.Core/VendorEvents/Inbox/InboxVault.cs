using Integrations.Connectors.Contracts;
using Integrations.Core.Storage.KeyRing;

namespace Integrations.Core.VendorEvents.Inbox;

/// <summary>Requests of vendors at rest.</summary>
internal static class InboxVault
{
    public const string Kind = "receipt";
    public const string Field = "request";

    public static string Protect(CredentialVault vault, Guid organizationId, Guid receiptId, InboundRequest request) =>
        vault.Protect(Kind, organizationId, receiptId, Field, ReceivedRequest.Write(request));

    /// <summary>Null when the key ring cannot open it.</summary>
    public static ReceivedRequest? Open(CredentialVault vault, InboundReceipt receipt) =>
        ReceivedRequest.Read(vault.Open(Kind, receipt.OrganizationId, receipt.Id, Field, receipt.Ciphertext));
}
