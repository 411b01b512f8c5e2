using System.ComponentModel.DataAnnotations;

namespace Integrations.Core.Connections.OAuth;

/// <summary>Rules of OAuth flows.</summary>
public sealed class OAuthOptions
{
    /// <summary>Where the settings stand: <c>OAuth:StateLifetime</c>, <c>OAuth:ConfirmTokenStarted</c>.</summary>
    public const string Section = "OAuth";

    /// <summary>How long a person may take at the vendor; options may shorten it only.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "00:10:00")]
    public TimeSpan StateLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A flow that a token started first passes a page of ours, and belongs to the browser that confirmed there (SECURITY O4). Off
    /// in Development unless configured, so that the documents' example can be followed by hand.
    /// </summary>
    public bool ConfirmTokenStarted { get; set; } = true;
}
