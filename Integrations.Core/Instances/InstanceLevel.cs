namespace Integrations.Core.Instances;

/// <summary>Who an integration belongs to.</summary>
public enum InstanceLevel
{
    Organization,
    User,
}
