namespace Integrations.Core.Linking.Accounts;

/// <summary>Why an account at a vendor is probably a person's.</summary>
public enum AccountEvidence
{
    /// <summary>Both have the same e-mail address.</summary>
    SameAddress,

    /// <summary>The vendor found it by the person's whole address, and does not show the account's own.</summary>
    FoundByAddress,

    /// <summary>The same name, however it is written.</summary>
    SameName,

    /// <summary>The account's handle is what stands before the @ of the person's address.</summary>
    SameHandle,
}
