global using System.Numerics;
global using Ssm.Kernels;
