using System.ComponentModel.DataAnnotations;
using Integrations.Core.Identity.SecondFactors;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Identity;

/// <summary>Who may come in, and for how long. Section <c>Auth</c>.</summary>
public sealed class AccessOptions : IValidatableObject
{
    /// <summary>Where the settings stand: <c>Auth:{name}</c>; lengths of time as <c>hh:mm:ss</c> or <c>d.hh:mm:ss</c>.</summary>
    public const string Section = "Auth";

    /// <summary>How long an access token is valid (SECURITY S7).</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The <c>iss</c> of our access tokens.</summary>
    [Required, StringLength(200, MinimumLength = 1)]
    public string Issuer { get; set; } = "integrations-hub";

    /// <summary>The <c>aud</c> of our access tokens.</summary>
    [Required, StringLength(200, MinimumLength = 1)]
    public string Audience { get; set; } = "integrations-hub-api";

    /// <summary>How long a program that signs in by itself may stay away before a person has to let it in again; each renewal begins it anew.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "60.00:00:00")]
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long one key signs before the next takes over (SECURITY S9).</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "90.00:00:00")]
    public TimeSpan SigningKeyLifetime { get; set; } = TimeSpan.FromDays(60);

    /// <summary>A session no one used for this long is over (SECURITY S1).</summary>
    [Range(typeof(TimeSpan), "00:05:00", "01:00:00")]
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>A session ends after this long, used or not (SECURITY S1).</summary>
    [Range(typeof(TimeSpan), "00:15:00", "12:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long the link to choose a password works.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00")]
    public TimeSpan InvitationLifetime { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long the link works that a person asked for who forgot their password.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "1.00:00:00")]
    public TimeSpan ForgottenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long someone may take between their password and their code.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "00:10:00")]
    public TimeSpan SignInTicketLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Who must have a second factor; those without one can do nothing but set it up (SECURITY S4).</summary>
    public SecondFactorRule RequireSecondFactor { get; set; } = SecondFactorRule.Nobody;

    /// <summary>How often an open page asks whether its session still holds (SECURITY S2, B2).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:50")]
    public TimeSpan SessionCheck { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Origins whose scripts may call the API (SECURITY S11); empty turns CORS off.</summary>
    public IList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Whether someone of this role must have a second factor.</summary>
    public bool AsksSecondFactorOf(Role role) => RequireSecondFactor switch
    {
        SecondFactorRule.Everyone => true,
        SecondFactorRule.Administrators => role != Role.User,
        _ => false,
    };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Origins.Refuse(AllowedOrigins, Section, nameof(AllowedOrigins));
}
