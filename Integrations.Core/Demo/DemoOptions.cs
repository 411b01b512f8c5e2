using System.ComponentModel.DataAnnotations;

namespace Integrations.Core.Demo;

/// <summary>Data to try the hub with.</summary>
public sealed class DemoOptions
{
    /// <summary>Where the settings stand: <c>Demo:Seed</c>, <c>Demo:Password</c>.</summary>
    public const string Section = "Demo";

    /// <summary>Public, so no hub that serves others may keep it: <see cref="DefaultPasswords"/> looks for that.</summary>
    public const string DefaultPassword = "Demo-Passw0rd!";

    /// <summary>On in Development unless told otherwise; Production refuses to start with it (SECURITY V7).</summary>
    public bool Seed { get; set; }

    /// <summary>The password of all demo accounts; 12 to 128 characters.</summary>
    [Required, StringLength(128, MinimumLength = 12)]
    public string Password { get; set; } = DefaultPassword;
}
