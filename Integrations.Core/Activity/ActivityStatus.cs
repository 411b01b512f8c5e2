namespace Integrations.Core.Activity;

public enum ActivityStatus
{
    Success,
    Failed,
    Running,
}
