namespace Integrations.Core.Identity.SecondFactors;

/// <summary>Whom the hub asks for a second factor. Setting <c>Auth:RequireSecondFactor</c>.</summary>
public enum SecondFactorRule
{
    /// <summary>Anyone who wants one has one.</summary>
    Nobody,

    /// <summary>Administrators of organizations and super admins.</summary>
    Administrators,

    /// <summary>Every account of the hub.</summary>
    Everyone,
}
