using Integrations.Core.Identity.Accounts;

namespace Integrations.Web.Features.Account;

/// <summary>The boxes of <see cref="AlsoEndFields"/>; one that is not ticked is not sent.</summary>
internal class AlsoEndForm
{
    public bool Tokens { get; set; }

    public bool SignIns { get; set; }

    public WaysIn Ways => (Tokens ? WaysIn.Tokens : WaysIn.None) | (SignIns ? WaysIn.SignIns : WaysIn.None);
}
